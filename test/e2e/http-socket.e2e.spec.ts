import { once } from 'node:events';
import { connect } from 'node:net';
import { type EdgeApp, startEdgeApp } from '../support/edge-app.js';
import { type RawAnswer, sendRaw } from '../support/raw-http.js';

/** For callers who say too little, however late it is noticed. */
const QUICK = { headersMs: 200, requestMs: 400, checkEveryMs: 50 };
/** For all others: a machine that stands still for a moment must not make them late. */
const PATIENT = { headersMs: 1500, requestMs: 1500, checkEveryMs: 50 };

function expectRefusal(answer: RawAnswer | undefined, status: number, error: string): void {
  expect(answer?.status).toBe(status);
  expect(JSON.parse(answer?.body ?? '')).toEqual({
    error,
    message: expect.any(String),
    request_id: answer?.headers['x-request-id'],
  });
  expect(answer?.headers).toMatchObject({
    connection: 'close',
    'cache-control': 'no-store',
    'content-type': 'application/json; charset=utf-8',
    'x-content-type-options': 'nosniff',
  });
}

describe('a connection', () => {
  let app: EdgeApp;

  beforeAll(async () => {
    app = await startEdgeApp({ timeouts: PATIENT });
  });

  afterAll(() => app.stop());

  it.each([
    ['says nothing', []],
    ['never ends its headers', ['GET /notes HTTP/1.1\r\nHost: a\r\n']],
  ])('that %s is answered 408', async (_, chunks) => {
    const quick = await startEdgeApp({ timeouts: QUICK });
    const answers = await sendRaw(quick.port, ...chunks);
    await quick.stop();

    expect(answers).toHaveLength(1);
    expectRefusal(answers[0], 408, 'request_timeout');
  });

  it('that never ends its body is answered 408 under its own request id and in its language', async () => {
    const head = ['POST /notes HTTP/1.1', 'Host: a', 'X-Request-Id: slow-1', 'Accept-Language: de'];
    const body = ['Content-Type: application/json', 'Content-Length: 100', '', '{"message":'];

    const answers = await sendRaw(app.port, [...head, ...body].join('\r\n'));

    expect(answers).toHaveLength(1);
    expectRefusal(answers[0], 408, 'request_timeout');
    expect(answers[0]?.headers['x-request-id']).toBe('slow-1');
    expect(answers[0]?.body).not.toContain('took too long');
    expect(app.log.errors).toEqual([]);
  });

  it.each([
    ['one long header', `X-Long: ${'a'.repeat(20_000)}\r\n`],
    ['many headers', Array.from({ length: 400 }, (_, index) => `X-${index}: ${'a'.repeat(50)}\r\n`).join('')],
    ['headers of 300 KiB', `X-Long: ${'a'.repeat(300_000)}\r\n`],
  ])('with %s is answered 431', async (_, headers) => {
    const answers = await sendRaw(app.port, `GET /notes HTTP/1.1\r\nHost: a\r\n${headers}\r\n`);

    expect(answers).toHaveLength(1);
    expectRefusal(answers[0], 431, 'headers_too_large');
  });

  it.each([20_000, 50_000])('with an address of %d bytes is answered 414', async (length) => {
    const answers = await sendRaw(app.port, `GET /${'a'.repeat(length)} HTTP/1.1\r\nHost: a\r\n\r\n`);

    expect(answers).toHaveLength(1);
    expectRefusal(answers[0], 414, 'uri_too_long');
  });

  it.each([
    ['no HTTP', 'hello\r\n\r\n'],
    ['a bad header', 'GET /notes HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n'],
    ['two lengths', 'POST /notes HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n'],
    [
      'length and chunks',
      'POST /notes HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n',
    ],
  ])('that speaks %s is answered 400', async (_, request) => {
    const answers = await sendRaw(app.port, request);

    expect(answers).toHaveLength(1);
    expectRefusal(answers[0], 400, 'invalid_request');
  });

  it('that breaks its body off in the middle of a chunk is answered 400', async () => {
    const head =
      'POST /notes HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n';

    const answers = await sendRaw(app.port, `${head}5\r\n{"mes\r\nzz\r\n`);

    expect(answers).toHaveLength(1);
    expectRefusal(answers[0], 400, 'invalid_request');
  });

  it.each([
    ['too large', 413, 'Content-Type: application/json\r\nContent-Length: 999999999'],
    ['not JSON', 415, 'Content-Type: text/plain\r\nContent-Length: 100'],
  ])('that announces a body that is %s is answered %d at once, and only once', async (_, status, headers) => {
    const answers = await sendRaw(app.port, `POST /notes HTTP/1.1\r\nHost: a\r\n${headers}\r\n\r\n{`);

    expect(answers.map((answer) => answer.status)).toEqual([status]);
  });

  it('without Host is answered 400, as HTTP/1.1 demands', async () => {
    const [answer] = await sendRaw(app.port, 'GET /notes HTTP/1.1\r\nConnection: close\r\n\r\n');
    const [old] = await sendRaw(app.port, 'GET /notes HTTP/1.0\r\n\r\n');

    expect(answer?.status).toBe(400);
    expect(JSON.parse(answer?.body ?? '')).toMatchObject({ error: 'invalid_request' });
    expect(old?.status).toBe(200);
  });

  it.each(['*', 'notes'])('that asks for %s is answered 400', async (target) => {
    const [answer] = await sendRaw(
      app.port,
      `OPTIONS ${target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`,
    );

    expect(answer?.status).toBe(400);
    expect(JSON.parse(answer?.body ?? '')).toMatchObject({ error: 'invalid_request' });
  });

  it('may name its path together with the server', async () => {
    const [answer] = await sendRaw(
      app.port,
      'GET http://a/notes HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
    );

    expect(answer?.status).toBe(200);
  });

  it('with an expectation that nobody knows is served', async () => {
    const [answer] = await sendRaw(
      app.port,
      'GET /notes HTTP/1.1\r\nHost: a\r\nExpect: tea\r\nConnection: close\r\n\r\n',
    );

    expect(answer?.status).toBe(200);
  });

  it('that follows a good request with nonsense still gets the good one’s answer', async () => {
    const answers = await sendRaw(app.port, 'GET /notes HTTP/1.1\r\nHost: a\r\n\r\nnonsense\r\n\r\n');

    expect(answers.map(({ status }) => status)).toEqual([200]);
  });

  it('that hangs up in the middle of its body leaves no trace', async () => {
    const head = [
      'POST /notes HTTP/1.1',
      'Host: a',
      'Expect: 100-continue',
      'Content-Type: application/json',
    ];
    const socket = connect(app.port, '127.0.0.1');
    socket.write([...head, 'Content-Length: 100', '', '{"message":'].join('\r\n'));
    const [goOn] = await once(socket, 'data');

    socket.resetAndDestroy();

    expect(String(goOn)).toContain('100 Continue');
    expect((await app.call('/notes')).status).toBe(200);
    expect(app.log.errors).toEqual([]);
  });
});
