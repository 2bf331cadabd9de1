import { APIError } from 'openai/error';

/** Codes and types that say it: OpenAI's `error.code`, and `error.type` of llama.cpp's server. */
const CODES: readonly unknown[] = ['context_length_exceeded', 'exceed_context_size_error'];

/** What a refusal (400) says where an endpoint has no code of its own for it. */
const WORDINGS: readonly RegExp[] = [
  /maximum context length/i, // vLLM: "This model's maximum context length is 4096 tokens. However, …"
  /longer than the maximum model length/i, // vLLM: "The decoder prompt (length 5000) is longer than …"
  /exceeded max context length|exceeds the context length/i, // Ollama: "prompt too long; exceeded max context length by …"
  /exceeds the available context size/i, // llama.cpp, behind gateways that drop its type
  /ContextWindowExceededError/, // LiteLLM's proxy, which gives the code "400"
];

/** True where the endpoint refused a request because it was longer than the model's context. */
export function isContextOverflow(error: unknown): boolean {
  if (!(error instanceof APIError)) return false;
  if (CODES.includes(error.code) || CODES.includes(error.type)) return true;
  return error.status === 400 && WORDINGS.some((wording) => wording.test(error.message));
}
