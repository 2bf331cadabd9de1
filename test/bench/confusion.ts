/** How often each label was told for what. */
export class Confusion {
  private readonly counts = new Map<string, Map<string, number>>();
  private right = 0;
  private all = 0;

  constructor(readonly labels: readonly string[]) {}

  note(actual: string, told: string): void {
    const row = this.counts.get(actual) ?? new Map<string, number>();
    row.set(told, (row.get(told) ?? 0) + 1);
    this.counts.set(actual, row);
    this.all += 1;
    if (actual === told) this.right += 1;
  }

  get size(): number {
    return this.all;
  }

  /** Share that was told right, 0 to 1; NaN of nothing. */
  accuracy(): number {
    return this.right / this.all;
  }

  count(actual: string, told: string): number {
    return this.counts.get(actual)?.get(told) ?? 0;
  }

  /** Of what is this label, the share that was told so. */
  recall(label: string): number {
    return this.count(label, label) / sum(this.labels.map((told) => this.count(label, told)));
  }

  /** Of what was told to be this label, the share that is. */
  precision(label: string): number {
    return this.count(label, label) / sum(this.labels.map((actual) => this.count(actual, label)));
  }

  /** Rows are what it is, columns what was told. */
  rows(): string[][] {
    const head = ['is \\ told', ...this.labels];
    const row = (actual: string): string[] => [
      actual,
      ...this.labels.map((told) => String(this.count(actual, told) || '·')),
    ];
    return [head, ...this.labels.map(row)];
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
