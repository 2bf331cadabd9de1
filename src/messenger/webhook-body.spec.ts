import { MalformedJsonError } from '../errors/request.errors.js';
import { webhookBody } from './webhook-body.js';

const read = (text: string): unknown => webhookBody(Buffer.from(text));

describe(webhookBody.name, () => {
  it('reads JSON with the escapes that Meta writes', () => {
    const body = String.raw`{"text":"Gr\u00fc\u00dfe \ud83d\ude00","url":"https:\/\/parley.example\/"}`;

    expect(read(body)).toEqual({ text: 'Grüße 😀', url: 'https://parley.example/' });
  });

  it('keeps every digit of a large id', () => {
    expect(read('{"app_id":90071992547409931,"ids":[9007199254740993, 1]}')).toEqual({
      app_id: '90071992547409931',
      ids: ['9007199254740993', 1],
    });
  });

  it.each([
    ['times', '{"timestamp":1790000000000}', { timestamp: 1790000000000 }],
    ['fractions', '[0.1234567890123456789]', [0.1234567890123456789]],
    ['powers', '[12345678901234567e3]', [12345678901234567e3]],
    ['digits within text', String.raw`["a\" 12345678901234567890, \\"]`, ['a" 12345678901234567890, \\']],
    ['keys of digits', '{"12345678901234567890":1}', { '12345678901234567890': 1 }],
  ])('leaves %s alone', (_name, text, value) => {
    expect(read(text)).toEqual(value);
  });

  it('reads a text of a megabyte of escapes', () => {
    const text = '\\'.repeat(500_000);

    expect(read(JSON.stringify([text]))).toEqual([text]);
  });

  it.each([
    ['nothing', ''],
    ['a comma too many', '{"object":"page",}'],
    ['half of an object', '{"object":"page"'],
    ['half of a text', '{"object":"pa'],
    ['text that ends in an escape', '["\\'],
    ['a form', 'object=page'],
    ['a large number that begins with nought', '[0123456789012345678]'],
    ['two large numbers in a row', '[1234567890123456 1234567890123456]'],
  ])('refuses %s', (_name, text) => {
    expect(() => read(text)).toThrow(MalformedJsonError);
  });
});
