import { z } from 'zod';

const line = z.record(z.string(), z.unknown());

/** A destination for the JSON log that a test can read. */
export class LogLines {
  private text = '';

  write(chunk: string): void {
    this.text += chunk;
  }

  /** Every line so far, oldest first. */
  all(): Record<string, unknown>[] {
    return this.text
      .split('\n')
      .filter((row) => row !== '')
      .map((row) => line.parse(JSON.parse(row)));
  }

  raw(): string {
    return this.text;
  }
}
