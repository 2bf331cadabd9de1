import { Injectable } from '@nestjs/common';
import { LANGUAGES } from '../config/chat.config.js';
import { Settings } from '../config/settings.js';
import { friendlyMessage } from '../errors/friendly-messages.js';
import { screen } from './injection-screen.js';

export interface Screening {
  readonly isBlocked: boolean;
  readonly isFlagged: boolean;
}

/** Decides by INJECTION_POLICY what becomes of a message that tries to override the instructions. */
@Injectable()
export class ScreenStage {
  constructor(private readonly settings: Settings) {}

  judge(message: string): Screening {
    const policy = this.settings.chat.injectionPolicy;
    const isInjection = policy !== 'off' && screen(message).isInjection;
    return { isBlocked: isInjection && policy === 'block', isFlagged: isInjection && policy === 'flag' };
  }

  /** What a blocked message is answered with; in DEFAULT_LANGUAGE where Parley does not speak the given one. */
  refusal(language: string): string {
    const spoken = LANGUAGES.find((code) => code === language) ?? this.settings.chat.defaultLanguage;
    return friendlyMessage('refusal', spoken);
  }
}
