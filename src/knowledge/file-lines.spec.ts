import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FileLine, fileLines } from './file-lines.js';

const folder = mkdtempSync(join(tmpdir(), 'parley-lines-'));
const path = join(folder, 'file');

afterAll(() => rmSync(folder, { recursive: true }));

async function linesOf(text: string): Promise<FileLine[]> {
  writeFileSync(path, text);
  const lines: FileLine[] = [];
  for await (const line of fileLines(path)) lines.push(line);
  return lines;
}

describe(fileLines.name, () => {
  it.each([
    ['one\ntwo\n', ['one', 'two']],
    ['one\r\n\r\ntwo', ['one', '', 'two']],
    ['\uFEFFone\n\uFEFFtwo', ['one', '\uFEFFtwo']],
    ['', []],
    ['\n', ['']],
  ])('of %j are %j', async (text, lines) => {
    expect((await linesOf(text)).map((line) => line.text)).toEqual(lines);
  });

  it('are numbered, and tell how far they reach', async () => {
    expect((await linesOf('ä\nb')).map(({ number, readBytes }) => [number, readBytes])).toEqual([
      [1, 3],
      [2, 4],
    ]);
  });

  it('keep a character whole that two reads share', async () => {
    const text = `${'x'.repeat(65_535)}ä`;

    expect((await linesOf(text))[0]?.text).toBe(text);
  });

  it('are passed over where they are longer than 4 MiB, and only they', async () => {
    const most = 'x'.repeat(4 * 1024 * 1024);

    const lines = await linesOf(`${most}\n${most}x\ny`);

    expect(lines.map(({ number, text }) => [number, text?.length ?? null])).toEqual([
      [1, most.length],
      [2, null],
      [3, 1],
    ]);
  });
});
