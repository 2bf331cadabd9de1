/** What callers are sent for beside their own business; it may take longer than the strike that wants it. */
export class Errands {
  private readonly all: Promise<void>[] = [];

  begin(errand: Promise<void>): void {
    errand.catch(() => undefined); // `done` tells.
    this.all.push(errand);
  }

  /** @throws what one of them met */
  async done(): Promise<void> {
    await Promise.all(this.all);
  }
}
