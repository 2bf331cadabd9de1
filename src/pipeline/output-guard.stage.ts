import { Injectable } from '@nestjs/common';
import { nonEmpty } from '../agent/chat-completion.js';
import { Settings } from '../config/settings.js';
import { heldBack } from './held-back.js';
import { PromptLeak } from './prompt-leak.js';
import { SecretLeak } from './secret-leak.js';
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
      ...[messenger.appSecret, messenger.pageAccessToken, ...Object.values(messenger.pages ?? {})],
    ]);
  }

  /**
   * Returns the answer with `[removed]` where something leaked.
   * @throws AgentFailedError when there is nothing to say
   */
  clean(answer: string): string {
    const text = this.withoutSecrets(answer);
    return nonEmpty(marked(text, this.prompt.spansIn(text), { mark }));
  }

  /** Of an answer that is not whole yet as much as may be said: what may be the beginning of a leak is held back. */
  cleanSoFar(answer: string): string {
    const text = this.withoutSecrets(answer);
    const end = Math.min(text.length - heldBack(text, this.secrets.told), this.prompt.openFrom(text));
    return marked(text, this.prompt.spansIn(text), { mark, end });
  }

  private withoutSecrets(answer: string): string {
    return marked(answer, this.secrets.spansIn(answer), { mark });
  }
}
