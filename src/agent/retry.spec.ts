import { APIConnectionError, APIError } from 'openai';
import { AgentFailedError } from './agent.errors.js';
import { EndpointError } from './endpoint.errors.js';
import { isRetryable, pauseBefore } from './retry.js';

function answered(status: number, headers: Record<string, string> = {}): AgentFailedError {
  return failed(new APIError(status, undefined, undefined, new Headers(headers)));
}

function failed(error: unknown): AgentFailedError {
  return new AgentFailedError({ cause: new EndpointError(error) });
}

describe(isRetryable.name, () => {
  it.each([429, 500, 502, 503, 504])('repeats what was answered with %d', (status) => {
    expect(isRetryable(answered(status))).toBe(true);
  });

  it.each([400, 401, 403, 404, 409, 422])('does not repeat what was refused with %d', (status) => {
    expect(isRetryable(answered(status))).toBe(false);
  });

  it('repeats after broken connections, before and in mid-answer', () => {
    const broken = [new APIConnectionError({}), new TypeError('terminated')];

    expect(broken.map((error) => isRetryable(failed(error)))).toEqual([true, true]);
  });

  it('does not repeat garbage or what is no failure of the agent', () => {
    const others = [new AgentFailedError(), failed(new SyntaxError()), new Error('lease lost')];

    expect(others.map(isRetryable)).toEqual([false, false, false]);
  });
});

describe(pauseBefore.name, () => {
  it('doubles from retry to retry, up to eight seconds', () => {
    const pauses = [1, 2, 3, 10].map((retry) => pauseBefore(retry, answered(500), 1));

    expect(pauses).toEqual([500, 1000, 2000, 8000]);
  });

  it('spreads over the upper half', () => {
    expect([pauseBefore(1, answered(500), 0), pauseBefore(1, answered(500), 1)]).toEqual([250, 500]);
  });

  it('is never shorter than Retry-After in seconds', () => {
    expect(pauseBefore(1, answered(429, { 'retry-after': '7' }), 0)).toBe(7000);
  });

  it('is never shorter than Retry-After as a date', () => {
    jest.useFakeTimers({ now: Date.parse('2026-11-20T10:00:00Z') });

    const pause = pauseBefore(1, answered(503, { 'retry-after': 'Fri, 20 Nov 2026 10:00:09 GMT' }), 0);

    jest.useRealTimers();
    expect(pause).toBe(9000);
  });

  it.each(['soon', '-5', ''])('does not believe in Retry-After "%s"', (value) => {
    expect(pauseBefore(1, answered(429, { 'retry-after': value }), 0)).toBe(250);
  });
});
