/**
 * The body of a refusal as the openai client takes it apart: `{error: …}`. Older vLLM sends the error alone.
 * Undefined: it is no JSON object; its status says enough.
 */
export function refusalIn(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return undefined;
    return 'error' in value ? value : { error: value };
  } catch {
    return undefined; // Gateways refuse with pages of HTML.
  }
}
