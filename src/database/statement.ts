/** A statement that PostgreSQL plans once per connection: planning the turn's statements costs more than running them. */
export interface Statement {
  /** Unique over the whole product; PostgreSQL keeps the plan under it. */
  readonly name: string;
  readonly text: string;
}
