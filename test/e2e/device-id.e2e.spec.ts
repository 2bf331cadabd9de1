import { type EdgeApp, post, startEdgeApp } from '../support/edge-app.js';
import { sendRaw } from '../support/raw-http.js';

describe('the device of a request', () => {
  let app: EdgeApp;

  beforeAll(async () => {
    app = await startEdgeApp();
  });

  afterAll(() => app.stop());

  it.each([
    ['header', '/notes', { 'X-Device-Id': 'phone' }, {}],
    ['query', '/notes?device_id=phone', {}, {}],
    ['body', '/notes', {}, { device_id: 'phone' }],
    [
      'all three, cleaned alike',
      '/notes?device_id=+phone',
      { 'X-Device-Id': '<phone>' },
      { device_id: 'phone\t' },
    ],
  ])('is read from %s', async (_, path, headers, fields) => {
    const { status, body } = await app.call(path, post({ message: 'a', ...fields }, headers));

    expect([status, body]).toEqual([
      201,
      expect.objectContaining({ owner: { kind: 'device', id: 'phone' } }),
    ]);
  });

  it.each([
    ['is missing', '/notes', {}, {}],
    ['is blank', '/notes', { 'X-Device-Id': ' ' }, {}],
    ['is blank in the query', '/notes?device_id=', { 'X-Device-Id': 'phone' }, {}],
    ['differs', '/notes?device_id=tablet', { 'X-Device-Id': 'phone' }, {}],
    ['differs in letter case', '/notes', { 'X-Device-Id': 'phone' }, { device_id: 'Phone' }],
    ['comes twice', '/notes?device_id=a&device_id=a', {}, {}],
    ['is null', '/notes', {}, { device_id: null }],
    ['is a number', '/notes', {}, { device_id: 7 }],
    ['is too long', '/notes', { 'X-Device-Id': 'a'.repeat(256) }, {}],
  ])('that %s answers 400', async (_, path, headers, fields) => {
    const { status, body } = await app.call(path, post({ message: 'a', ...fields }, headers));

    expect(status).toBe(400);
    expect(body).toMatchObject({ error: 'invalid_request', details: [{ field: 'device_id' }] });
  });

  it('may stand in UTF-8 in the header', async () => {
    const body = '{"message":"a","device_id":"gerät"}';
    const head = 'POST /notes HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/json\r\n';

    const request = `${head}X-Device-Id: gerät\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
    const [answer] = await sendRaw(app.port, Buffer.from(request, 'utf8'));

    expect(JSON.parse(answer?.body ?? '')).toMatchObject({ owner: { kind: 'device', id: 'gerät' } });
  });

  it('of two different headers answers 400', async () => {
    const head = 'POST /notes HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/json\r\n';

    const request = `${head}X-Device-Id: a\r\nX-Device-Id: b\r\nContent-Length: 15\r\n\r\n{"message":"a"}`;
    const [answer] = await sendRaw(app.port, request);

    expect(answer?.status).toBe(400);
    expect(JSON.parse(answer?.body ?? '')).toMatchObject({ details: [{ field: 'device_id' }] });
  });
});
