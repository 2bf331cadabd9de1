import { loadSettings } from '../config/settings.js';
import type { TailMessage } from '../conversation/message-tail.js';
import { ConversationMemory } from '../memory/conversation-memory.service.js';
import { InProcessMemoryStore } from '../memory/in-process-memory-store.js';
import type { Remembered } from '../memory/summary.js';
import type { Stretch } from '../memory/summary.repository.js';
import { SummaryFolding } from '../memory/summary-folding.service.js';
import { createJsonLog } from '../observability/json-log.js';
import { MetricsService } from '../observability/metrics.service.js';
import { TurnEvents } from '../observability/turn-events.service.js';
import type { OpenTurn, StoredAnswer, TurnOutcome } from './turn-line.js';
import { TurnMemory } from './turn-memory.service.js';

const settings = loadSettings({ CONVERSATION_MEMORY_SIZE: '4', LOG_LEVEL: 'silent' });
const TURN: OpenTurn = {
  conversationId: 'conversation',
  leaseEpoch: 3,
  runToken: 'run',
  owner: { kind: 'device', id: 'phone' },
  platform: 'web',
  turnId: 'turn',
  turnNo: 3,
  userMessageId: 'question',
  question: 'Three',
  metadata: {},
  failures: 0,
  callerLanguage: null,
  requestId: null,
  answeredTurnNo: 2,
  revision: 5,
  tail: null,
  summary: null,
  queueMs: 0,
  lastEventId: null,
  isCancelled: false,
};
const TAIL: Remembered = {
  summary: null,
  messages: [1, 2, 3, 4].map((seq): TailMessage => ({ seq, role: 'user', content: String(seq) })),
};
const TOOLS = {
  toolCalls: [{ id: 'call', name: 'clock__now', arguments: '{}' }],
  toolResults: [{ toolCallId: 'call', content: 'Noon', isError: false }],
};

const answered = (about: Partial<StoredAnswer> = {}): TurnOutcome => ({
  state: 'answered',
  answer: { messageId: 'm', content: 'Yes', metadata: {}, toolCalls: null, toolResults: null, ...about },
});
const FAILED: TurnOutcome = { state: 'failed', errorCode: 'agent_failed' };

describe(TurnMemory.name, () => {
  const events = new TurnEvents(createJsonLog(settings), new MetricsService(), settings);
  const memory = new ConversationMemory(new InProcessMemoryStore(1000), settings, events);
  let asked: Stretch[];
  let turns: TurnMemory;

  beforeEach(() => {
    asked = [];
    const folding: SummaryFolding = Object.create(SummaryFolding.prototype);
    jest.spyOn(folding, 'ask').mockImplementation((stretch) => void asked.push(stretch));
    turns = new TurnMemory(memory, folding, settings);
  });

  it.each<[string, TurnOutcome, object[]]>([
    [
      'question and answer',
      answered(),
      [
        { seq: 5, content: 'Three' },
        { seq: 6, content: 'Yes' },
      ],
    ],
    ['the question alone where it got no answer', FAILED, [{ seq: 5, content: 'Three' }]],
    ['nothing of what was blocked', answered({ metadata: { intent: 'blocked' } }), []],
    ['nothing that the agent was not needed for', answered({ metadata: { aside: true } }), []],
    ['what the answer asked of tools', answered(TOOLS), [{ seq: 5 }, { seq: 6, content: 'Yes', ...TOOLS }]],
  ])('remembers %s', (_what, outcome, added) => {
    const entry = turns.entryAfter(TURN, { outcome, tail: TAIL });

    expect(entry?.messages.filter(({ seq }) => seq > 4)).toMatchObject(added);
    expect(entry).toMatchObject({ lastTurnNo: 3, revision: 5, summary: null });
  });

  it('passes the summary on', () => {
    const summary = { text: 'Before.', throughSeq: 2 };

    expect(turns.entryAfter(TURN, { outcome: FAILED, tail: { ...TAIL, summary } })?.summary).toEqual(summary);
  });

  it('remembers nothing, and folds nothing, where nobody read what came before', () => {
    turns.foldAfter(TURN, { outcome: FAILED, tail: null });

    expect(turns.entryAfter(TURN, { outcome: FAILED, tail: null })).toBeNull();
    expect(asked).toEqual([]);
  });

  it('asks for all but the last turn of a full window, of the revision that was read', () => {
    turns.foldAfter(TURN, { outcome: answered(), tail: TAIL });

    expect(asked).toEqual([
      { conversationId: 'conversation', owner: TURN.owner, revision: 5, throughSeq: 4 },
    ]);
  });

  it('asks for nothing that the summary covers', () => {
    turns.foldAfter(TURN, { outcome: answered(), tail: { ...TAIL, summary: { text: '', throughSeq: 4 } } });

    expect(asked).toEqual([]);
  });
});
