/** Is told how long statements take; optional, so that the database needs nobody who watches it. */
export abstract class StatementTimer {
  /**
   * @param name of the statement
   * @param durationMs until its rows came or it failed, the wait for a connection included
   */
  abstract timeStatement(name: string, durationMs: number): void;
}
