/** The database can't be brought up to date; the message says why, and never holds the URL. */
export class CannotMigrateError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CannotMigrateError';
  }
}
