/** The server can't listen where it was told to; the message names the setting to change. */
export class CannotListenError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CannotListenError';
  }
}
