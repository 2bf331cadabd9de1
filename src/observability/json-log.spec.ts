import { QueryFailedError } from 'typeorm';
import { LogLines } from '../../test/support/log-lines.js';
import { loadSettings } from '../config/settings.js';
import { createJsonLog } from './json-log.js';

function logOf(level: string) {
  const lines = new LogLines();
  return { lines, log: createJsonLog(loadSettings({ LOG_LEVEL: level }), lines) };
}

describe(createJsonLog.name, () => {
  it('writes level and time in words', () => {
    const { lines, log } = logOf('info');

    log.info({ status: 200 }, 'request completed');

    expect(lines.all()).toEqual([
      { level: 'info', time: expect.stringMatching(/^\d{4}-.*Z$/), status: 200, msg: 'request completed' },
    ]);
  });

  it('is silent below LOG_LEVEL', () => {
    const { lines, log } = logOf('warn');

    log.info('nothing of this');

    expect(lines.raw()).toBe('');
  });

  it('logs a failed query with its stack, its code and its cause, but not its parameters', () => {
    const { lines, log } = logOf('info');
    const cause = Object.assign(new Error('connection terminated'), {
      code: '57P01',
      detail: 'row secret-detail',
    });
    const error = new QueryFailedError('INSERT secret-query', ['secret-parameter'], cause);

    log.error({ err: new Error('turn failed', { cause: error }) });

    expect(lines.all()[0]).toMatchObject({
      err: {
        type: 'Error',
        stack: expect.stringContaining('json-log.spec'),
        cause: { type: 'QueryFailedError', code: '57P01', message: 'connection terminated' },
      },
    });
    expect(lines.raw()).not.toContain('secret');
  });

  it('hides secrets and owners that are logged by mistake', () => {
    const { lines, log } = logOf('info');

    log.info({
      device_id: 'secret-1',
      request: { headers: { authorization: 'secret-2' }, user_id: 'secret-3' },
    });

    expect(lines.raw()).not.toContain('secret');
  });

  it('survives an error that is its own cause', () => {
    const { lines, log } = logOf('info');
    const error = new Error('round and round');
    error.cause = error;

    log.error({ err: error });

    expect(lines.all()).toHaveLength(1);
  });

  it('logs what is thrown without being an Error as its type only', () => {
    const { lines, log } = logOf('info');

    log.error({ err: 'secret text' });

    expect(lines.all()[0]).toMatchObject({ err: { type: 'string' } });
    expect(lines.raw()).not.toContain('secret');
  });
});
