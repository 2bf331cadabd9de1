/** A file that can't be imported; the message names it and says why. */
export class BadFileError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = BadFileError.name;
  }
}
