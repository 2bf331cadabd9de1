/** The server could not be reached; `complaint` is what its process wrote to its standard error. */
export class McpConnectionError extends Error {
  constructor(
    cause: unknown,
    readonly complaint: string,
  ) {
    super('the connection to an MCP server failed', { cause });
  }
}

/** The server answered, and the answer is an error; the message is the server's own. */
export class McpAnswerError extends Error {}

/** The server is left alone for a moment, after failures. */
export class McpServerRestsError extends Error {
  constructor() {
    super('the MCP server rests');
  }
}
