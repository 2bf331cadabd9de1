import type { Settings } from '../config/settings.js';
import type { Cost, TokenUsage } from './agent-runner.js';
import { MAX_TOKENS } from './chat-completion.js';

/** What all the requests of one run used together. */
export class UsageSum {
  private sum: TokenUsage | null = { inputTokens: 0, outputTokens: 0 };

  /** Null: the endpoint did not say, and the sum is unknown for good. */
  add(usage: TokenUsage | null): void {
    if (this.sum === null || usage === null) this.sum = null;
    else
      this.sum = {
        inputTokens: this.sum.inputTokens + usage.inputTokens,
        outputTokens: this.sum.outputTokens + usage.outputTokens,
      };
  }

  /** Null where it is unknown, or more than is believed. */
  total(): TokenUsage | null {
    if (this.sum === null) return null;
    return Math.max(this.sum.inputTokens, this.sum.outputTokens) > MAX_TOKENS ? null : this.sum;
  }
}

/** The cost by the prices of the settings; null while one of them is unset. */
export function costOf(usage: TokenUsage, prices: Settings['agent']): Cost | null {
  const { priceInputPerMtok, priceOutputPerMtok, priceCurrency: currency } = prices;
  if (priceInputPerMtok === null || priceOutputPerMtok === null) return null;
  const micros = usage.inputTokens * priceInputPerMtok + usage.outputTokens * priceOutputPerMtok;
  return { amount: Number((micros / 1e6).toFixed(12)), currency };
}
