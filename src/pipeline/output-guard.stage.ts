import { Injectable } from '@nestjs/common';
import { nonEmpty } from '../agent/chat-completion.js';
import { Settings } from '../config/settings.js';

const REMOVED = '[removed]';
/** Shorter sentences of a system prompt are anybody's: "Be polite." */
const MIN_SENTENCE_CHARACTERS = 40;
/** Shorter secrets would be found in ordinary words. */
const MIN_SECRET_CHARACTERS = 8;

/** Takes out of an answer what no answer may say: the system prompt, word for word, and the values of secrets. */
@Injectable()
export class OutputGuardStage {
  private readonly leaks: readonly RegExp[];

  constructor(settings: Settings) {
    const { agent, auth, observability } = settings;
    const secrets = [agent.apiKey, auth.jwtSecret, observability.logHashKey, observability.metricsToken]
      .filter((secret) => secret !== null)
      .filter((secret) => secret.length >= MIN_SECRET_CHARACTERS);
    this.leaks = [...secrets, ...sentencesToHide(agent.systemPrompt)].map(leakPattern);
  }

  /**
   * Returns the answer with `[removed]` where something leaked.
   * @throws AgentFailedError when there is nothing to say
   */
  clean(answer: string): string {
    return nonEmpty(this.leaks.reduce((rest, leak) => rest.replaceAll(leak, REMOVED), answer));
  }
}

/** The whole prompt, and each of its sentences that is long enough to be its own. */
function sentencesToHide(systemPrompt: string): string[] {
  const sentences = systemPrompt.split(/(?<=[.!?。؟])\s+|\n+/u).map((sentence) => sentence.trim());
  return [systemPrompt.trim(), ...sentences].filter((text) => text.length >= MIN_SENTENCE_CHARACTERS);
}

/** The text in any letter case and with any white space between its words. */
function leakPattern(text: string): RegExp {
  const words = text.split(/\s+/u).map((word) => word.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'));
  return new RegExp(words.join('\\s+'), 'gi');
}
