import { Logger } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import { type Folded, Summarizer, type ToFold } from '../../src/agent/summarizer.js';
import { loadSettings } from '../../src/config/settings.js';
import { ConversationMemory } from '../../src/memory/conversation-memory.service.js';
import { InProcessMemoryStore } from '../../src/memory/in-process-memory-store.js';
import { SummaryFolding } from '../../src/memory/summary-folding.service.js';
import type { Stretch } from '../../src/memory/summary.repository.js';
import { createJsonLog } from '../../src/observability/json-log.js';
import { MetricsService } from '../../src/observability/metrics.service.js';
import { TurnEvents } from '../../src/observability/turn-events.service.js';
import { eventually } from '../support/eventually.js';
import { MADE, SummaryLab } from '../support/summary-lab.js';
import { DEVICE } from '../support/turn-lab-factories.js';

/** Says what the test tells it to. */
class ScriptedSummarizer extends Summarizer {
  inWork = 0;
  mostInWork = 0;

  constructor(private readonly make: (toFold: ToFold) => Promise<Folded>) {
    super();
  }

  override async fold(toFold: ToFold, signal: AbortSignal): Promise<Folded> {
    this.inWork += 1;
    this.mostInWork = Math.max(this.mostInWork, this.inWork);
    const aborted = new Promise<never>((_, reject) =>
      signal.addEventListener('abort', () => reject(signal.reason)),
    );
    return Promise.race([this.make(toFold), aborted]).finally(() => (this.inWork -= 1));
  }
}

const allOf = async ({ messages }: ToFold): Promise<Folded> => ({ text: 'All.', count: messages.length });

describe(SummaryFolding.name, () => {
  let lab: SummaryLab;
  let folding: SummaryFolding;

  beforeAll(async () => {
    lab = await SummaryLab.open();
  });
  afterEach(() => folding.beforeApplicationShutdown());
  afterAll(() => lab.close());

  function foldingBy(make: (toFold: ToFold) => Promise<Folded>): ScriptedSummarizer {
    const settings = loadSettings({ LOG_LEVEL: 'silent' });
    const events = new TurnEvents(createJsonLog(settings), new MetricsService(), settings);
    const memory = new ConversationMemory(new InProcessMemoryStore(1000), settings, events);
    const summarizer = new ScriptedSummarizer(make);
    folding = new SummaryFolding(summarizer, lab.pooled, memory);
    return summarizer;
  }

  const texts = async (conversation: Stretch): Promise<string[]> =>
    (await lab.stored(conversation)).map(({ text }) => text);

  const folded = (conversation: Stretch, text: string): Promise<true> =>
    eventually(async () => (await texts(conversation)).includes(text) || null);

  it('goes on step by step until all is folded that was asked for', async () => {
    const line = await lab.conversation(5);
    foldingBy(async ({ summary, messages }) => ({
      text: `${summary ?? ''}${messages[0]?.content};`,
      count: 3,
    }));

    folding.ask(line);

    await folded(line, 'question 1;answer;question 4;'); // Three, three, and the two that are left.
  });

  it('works at eight conversations at once, and at the others behind them', async () => {
    const lines: Stretch[] = [];
    for (let index = 0; index < 12; index += 1) lines.push(await lab.conversation(2));
    const gate = Promise.withResolvers<null>();
    const summarizer = foldingBy(async (toFold) => gate.promise.then(() => allOf(toFold)));

    for (const line of lines) folding.ask(line);
    await eventually(async () => summarizer.inWork === 8 || null);
    gate.resolve(null);
    for (const line of lines) await folded(line, 'All.');

    expect(summarizer.mostInWork).toBe(8);
  });

  it('turns away what it is asked for beyond 1,000 that wait', async () => {
    const last = await lab.conversation(2);
    const lines: Stretch[] = [];
    for (let index = 0; index < 8; index += 1) lines.push(await lab.conversation(2));
    const gate = Promise.withResolvers<null>();
    foldingBy(async (toFold) => gate.promise.then(() => allOf(toFold)));

    for (const line of lines) folding.ask(line);
    for (let index = 0; index < 1000; index += 1)
      folding.ask({ conversationId: uuid(), owner: DEVICE, revision: 0, throughSeq: 2 });
    folding.ask(last);
    gate.resolve(null);
    for (const line of lines) await folded(line, 'All.');

    expect(await texts(last)).toEqual([]);
  });

  it('goes on from what another has folded meanwhile', async () => {
    const line = await lab.conversation(4);
    const seen: (string | null)[] = [];
    foldingBy(async (toFold) => {
      seen.push(toFold.summary);
      if (seen.length === 1) await lab.there.keep(line, MADE, null);
      return allOf(toFold);
    });

    folding.ask(line);

    await folded(line, 'All.');
    expect(seen).toEqual([null, MADE.text]);
  });

  it('leaves it at what it was where something fails, says so, and can be asked again', async () => {
    const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation();
    const line = await lab.conversation(2);
    let tries = 0;
    foldingBy(async (toFold) => {
      tries += 1;
      if (tries === 1) throw new Error('a bug');
      return allOf(toFold);
    });

    folding.ask(line);
    await eventually(async () => (warn.mock.calls.length > 0 ? true : null));
    const left = await texts(line);
    folding.ask(line);
    await folded(line, 'All.');

    expect(left).toEqual([]);
    expect(warn.mock.calls).toEqual([
      [{ err: new Error('a bug'), conversation_id: line.conversationId }, 'Summary put off'],
    ]);
    warn.mockRestore();
  });

  it('stops in the middle when the process ends, and begins nothing more', async () => {
    const [line, next] = [await lab.conversation(2), await lab.conversation(2)];
    const summarizer = foldingBy(() => new Promise(() => undefined));
    folding.ask(line);
    await eventually(async () => summarizer.inWork === 1 || null);

    await folding.beforeApplicationShutdown();
    folding.ask(next);

    expect([summarizer.inWork, await texts(line), await texts(next)]).toEqual([0, [], []]);
  });
});
