/** What an answer is made of. */
export interface Answer {
  readonly model: string;
  readonly isStreamed: boolean;
  /** Contents of the messages that the model was shown, system messages left out. */
  readonly shown: readonly string[];
}

/** Usage that every answer of the stand-in reports. */
export const STAND_IN_USAGE = { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 } as const;

/** One event of a streamed answer. */
export function frame(answer: Answer, delta: object, finishReason: string | null): string {
  const choices = [{ index: 0, delta, finish_reason: finishReason }];
  const usage = finishReason === null ? null : STAND_IN_USAGE;
  return `data: ${JSON.stringify({ ...head(answer, 'chat.completion.chunk'), choices, usage })}\n\n`;
}

/** What every answer begins with. */
export function head(answer: Answer, object: string): object {
  return { id: 'chatcmpl-stand-in', object, created: 1_700_000_000, model: answer.model };
}
