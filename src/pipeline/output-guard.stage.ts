import { Injectable } from '@nestjs/common';
import { nonEmpty } from '../agent/chat-completion.js';
import type { Passage, ToolCall, ToolResult } from '../agent/agent-runner.js';
import { Settings } from '../config/settings.js';
import { heldBack } from './held-back.js';
import { PromptLeak } from './prompt-leak.js';
import { SecretLeak } from './secret-leak.js';
import { serverSecrets } from './server-secrets.js';
import { marked } from './span.js';

const mark = '[removed]';

/** Takes out of an answer what no answer may say: the system prompt and parts of it, and secrets. */
@Injectable()
export class OutputGuardStage {
  private readonly prompt: PromptLeak;
  private readonly secrets: SecretLeak;

  constructor({ agent, auth, messenger, observability }: Settings) {
    this.prompt = new PromptLeak(agent.systemPrompt);
    this.secrets = new SecretLeak([
      ...[
        agent.apiKey,
        auth.jwtSecret,
        auth.adminToken,
        observability.logHashKey,
        observability.metricsToken,
      ],
      ...serverSecrets(agent.mcpServers ?? {}),
      ...[messenger.appSecret, messenger.pageAccessToken, ...Object.values(messenger.pages ?? {})],
    ]);
  }

  /**
   * Returns the answer with `[removed]` where something leaked.
   * @throws AgentFailedError when there is nothing to say
   */
  clean(answer: string): string {
    return nonEmpty(this.withoutLeaks(answer));
  }

  /** What an answer asked of a tool, in the same way. */
  cleanCall(call: ToolCall): ToolCall {
    return { ...call, arguments: this.withoutLeaks(call.arguments) };
  }

  /** What a tool said. */
  cleanResult(result: ToolResult): ToolResult {
    return { ...result, content: this.withoutLeaks(result.content) };
  }

  /** What is shown of a passage that an answer rests on. */
  cleanSource(source: Passage): Passage {
    const { title, url, snippet } = source;
    return {
      ...source,
      title: this.withoutLeaks(title),
      url: url && this.withoutLeaks(url),
      snippet: this.withoutLeaks(snippet),
    };
  }

  /** Of an answer that is not whole yet as much as may be said: what may be the beginning of a leak is held back. */
  cleanSoFar(answer: string): string {
    const text = this.withoutSecrets(answer);
    const end = Math.min(text.length - heldBack(text, this.secrets.told), this.prompt.openFrom(text));
    return marked(text, this.prompt.spansIn(text), { mark, end });
  }

  private withoutLeaks(said: string): string {
    const text = this.withoutSecrets(said);
    return marked(text, this.prompt.spansIn(text), { mark });
  }

  private withoutSecrets(answer: string): string {
    return marked(answer, this.secrets.spansIn(answer), { mark });
  }
}
