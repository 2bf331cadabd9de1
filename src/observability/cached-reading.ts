/** How long a reading is good, in ms: scrapers that come together share it. */
const GOOD_MS = 1000;

/** Something that is read from the database for a figure. Without the database it stays what it was: a scrape must not fail. */
export class CachedReading<T> {
  private readAt = -Infinity;

  constructor(
    private readonly read: () => Promise<T>,
    private known: T,
  ) {}

  /** Never rejects. */
  async value(): Promise<T> {
    if (performance.now() - this.readAt >= GOOD_MS) {
      this.readAt = performance.now();
      this.known = await this.read().catch(() => this.known);
    }
    return this.known;
  }
}
