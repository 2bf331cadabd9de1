import { loadSettings } from '../config/settings.js';
import { costOf, UsageSum } from './usage-sum.js';

function sumOf(...usages: Parameters<UsageSum['add']>[0][]) {
  const sum = new UsageSum();
  for (const usage of usages) sum.add(usage);
  return sum.total();
}

const usage = (inputTokens: number, outputTokens: number) => ({ inputTokens, outputTokens });

describe(UsageSum.name, () => {
  it('adds up what every request used', () => {
    expect(sumOf(usage(100, 20), usage(150, 5))).toEqual(usage(250, 25));
  });

  it('is unknown where one request did not say', () => {
    expect(sumOf(usage(100, 20), null, usage(1, 1))).toBeNull();
  });

  it('is unknown beyond what is believed of one request', () => {
    expect(sumOf(usage(2_147_483_647, 1), usage(1, 1))).toBeNull();
  });
});

describe(costOf.name, () => {
  const prices = (input: string, output: string) =>
    loadSettings({ AGENT_PRICE_INPUT_PER_MTOK: input, AGENT_PRICE_OUTPUT_PER_MTOK: output }).agent;

  it('is the price of a million tokens for as many as were used', () => {
    expect(costOf(usage(250_000, 25), prices('2', '10'))).toEqual({ amount: 0.50025, currency: 'USD' });
    expect(costOf(usage(1, 0), prices('0.1', '0'))).toEqual({ amount: 0.0000001, currency: 'USD' });
  });

  it('is nothing where both prices are 0, and unknown while one is unset', () => {
    expect(costOf(usage(9, 9), prices('0', '0'))?.amount).toBe(0);
    expect(costOf(usage(9, 9), prices('2', ''))).toBeNull();
  });
});
