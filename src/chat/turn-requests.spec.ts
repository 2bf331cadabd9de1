import { currentRequest, runInRequest } from '../http/request-context.js';
import { TurnRequests } from './turn-requests.js';

const KEEP_MS = 60_000;

const inRequest = <T>(requestId: string, work: () => T): T =>
  runInRequest({ requestId, language: null }, work);

describe(TurnRequests.name, () => {
  it('runs a turn as part of the request that brought it, whoever runs the line', () => {
    const requests = new TurnRequests();
    inRequest('second', () => requests.remember('turn-2', KEEP_MS));

    const id = inRequest('first', () => requests.within('turn-2', () => currentRequest()?.requestId));

    expect(id).toBe('second');
  });

  it('runs a turn that it knows nothing of as part of no request', () => {
    const requests = new TurnRequests();

    const context = inRequest('first', () => requests.within('turn-2', currentRequest));

    expect(context).toBeUndefined();
  });

  it('forgets a turn that has run, and one that another process seems to have', () => {
    jest.useFakeTimers();
    const requests = new TurnRequests();
    inRequest('second', () => requests.remember('turn-2', KEEP_MS));
    inRequest('third', () => requests.remember('turn-3', KEEP_MS));

    requests.within('turn-2', () => undefined);
    jest.advanceTimersByTime(KEEP_MS);

    expect(requests.within('turn-2', currentRequest)).toBeUndefined();
    expect(requests.within('turn-3', currentRequest)).toBeUndefined();
    jest.useRealTimers();
  });
});
