import { Injectable } from '@nestjs/common';
import type { Platform } from '../conversation/platform.js';
import type { TurnChannel } from './turn-channel.js';

/** The channels that have been plugged in, by their platform. */
@Injectable()
export class TurnChannels {
  private readonly channels = new Map<Platform, TurnChannel>();

  plugIn(channel: TurnChannel): void {
    this.channels.set(channel.platform, channel);
  }

  /** Null: whoever asked waits for the answer. */
  of({ platform }: { readonly platform: Platform }): TurnChannel | null {
    return this.channels.get(platform) ?? null;
  }
}
