import { ImportDisplay, type Progress } from './import-display.js';

const half: Progress = { name: 'faq.csv', records: 12_000, readBytes: 50, totalBytes: 100 };

class Stream {
  written: string[] = [];

  constructor(
    readonly isTTY: boolean,
    readonly columns = 80,
  ) {}

  write(text: string): void {
    this.written.push(text);
  }
}

describe(ImportDisplay.name, () => {
  it('draws a bar on a terminal, and a line over it', () => {
    const stream = new Stream(true);
    const display = new ImportDisplay(stream, () => 0);

    display.show(half);
    display.say('faq.csv:7: answer is empty');
    display.say('Done.');

    expect(stream.written).toEqual([
      '\r\u001b[2K[############............] 50 % 12,000 records  faq.csv',
      '\r\u001b[2Kfaq.csv:7: answer is empty\n',
      'Done.\n',
    ]);
  });

  it('writes plain lines elsewhere, every five seconds', () => {
    const stream = new Stream(false);
    let now = 0;
    const display = new ImportDisplay(stream, () => now);

    for (; now <= 10_000; now += 1000) display.show(half);

    expect(stream.written).toEqual(Array.from({ length: 3 }, () => '50 % 12,000 records  faq.csv\n'));
  });

  it('keeps the bar on one line of a narrow terminal', () => {
    const stream = new Stream(true, 20);

    new ImportDisplay(stream, () => 0).show(half);

    expect(stream.written[0]?.replace('\r\u001b[2K', '')).toHaveLength(19);
  });

  it('redraws the bar ten times a second at most', () => {
    const stream = new Stream(true);
    let now = 0;
    const display = new ImportDisplay(stream, () => now);

    for (; now < 1000; now += 1) display.show(half);

    expect(stream.written).toHaveLength(10);
  });

  it('is whole for an empty file', () => {
    const stream = new Stream(false);

    new ImportDisplay(stream, () => 0).show({ ...half, readBytes: 0, totalBytes: 0 });

    expect(stream.written).toEqual(['100 % 12,000 records  faq.csv\n']);
  });
});
