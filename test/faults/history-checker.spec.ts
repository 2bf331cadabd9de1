import { checkHistory } from '../support/history-checker.js';
import { Operation, prefixAnswer } from '../support/history.js';
import type { StoredHistory, StoredMessage } from '../support/history-store.js';

const conversation = { id: 'conversation', deviceId: 'device' };

/** Two turns, one after another, as they should be. */
function history(): { operations: Operation[]; stored: StoredHistory & { messages: StoredMessage[] } } {
  const operations: Operation[] = [];
  const messages: StoredMessage[] = [];
  for (const turnNo of [1, 2]) {
    const operation = new Operation(conversation, `question ${turnNo}`);
    const shown = [...messages.map(({ content }) => content), operation.text];
    const turn = { conversationId: conversation.id, turnId: `turn ${turnNo}`, turnNo, state: 'answered' };
    const [id, answerId, content] = [`q${turnNo}`, `a${turnNo}`, prefixAnswer(shown)];
    messages.push({ ...turn, id, seq: 2 * turnNo - 1, role: 'user', content: operation.text });
    messages.push({ ...turn, id: answerId, seq: 2 * turnNo, role: 'assistant', content });
    operation.answeredWith({
      conversation_id: conversation.id,
      user_message_id: id,
      assistant_message_id: answerId,
      response: content,
      message: content,
      metadata: { turn_id: turn.turnId, intent: 'question' },
    });
    operations.push(operation);
  }
  return { operations, stored: { messages, turns: 2, open: 0, erased: [], foreignWrites: [] } };
}

/** The same history with some of its messages changed. */
function check(change: (message: StoredMessage) => StoredMessage | StoredMessage[]): string[] {
  const { operations, stored } = history();
  return checkHistory(operations, { ...stored, messages: stored.messages.flatMap(change) });
}

describe(checkHistory.name, () => {
  it('finds nothing wrong with a history that keeps every promise', () => {
    const { operations, stored } = history();

    expect(checkHistory(operations, stored)).toEqual([]);
  });

  it.each<[string, RegExp, (message: StoredMessage) => StoredMessage | StoredMessage[]]>([
    ['a lost question', /^lost: "question 2"/, (message) => (message.id === 'q2' ? [] : message)],
    ['a lost answer', /^lost: the answer/, (message) => (message.id === 'a2' ? [] : message)],
    [
      'a doubled question',
      /stored 2 times/,
      (message) => (message.id === 'q1' ? [message, message] : message),
    ],
    [
      'a second answer',
      /has 2 answers/,
      (message) => (message.id === 'a1' ? [message, { ...message, id: 'a3' }] : message),
    ],
    [
      'an answer that its caller was not told',
      /^differs: "question 1"/,
      (message) => (message.id === 'a1' ? { ...message, id: 'another' } : message),
    ],
    [
      'an answer that saw something else',
      /^context: conversation 4/,
      (message) => (message.id === 'a2' ? { ...message, content: prefixAnswer(['question 2']) } : message),
    ],
    [
      'a gap in the line',
      /^order: conversation 5 follows turn 1/,
      (message) => (message.turnNo === 2 ? { ...message, turnNo: 3, seq: message.seq + 2 } : message),
    ],
    ['an answer to a failed turn', /^state: /, (message) => ({ ...message, state: 'failed' })],
  ])('finds %s', (_what, problem, change) => {
    expect(check(change)).toContainEqual(expect.stringMatching(problem));
  });

  it('finds a message that was answered before another was sent, and stands behind it', () => {
    const { operations, stored } = history();
    const swapped = stored.messages.map((message) => ({
      ...message,
      seq: message.seq > 2 ? message.seq - 2 : message.seq + 2,
    }));

    expect(checkHistory(operations, { ...stored, messages: swapped })).toContainEqual(
      expect.stringMatching(/^order: "question 2" \(1\) comes before one that was stored earlier/),
    );
  });

  it('finds an acknowledged message that is stored as another turn, or not at all', () => {
    const { operations, stored } = history();
    operations[0]?.storedAs('another turn');
    const noted = new Operation(conversation, 'noted');
    noted.storedAs('turn 3');

    expect(checkHistory([...operations, noted], stored)).toEqual([
      'differs: "question 1" is turn turn 1, not another turn',
      'lost: "noted" was acknowledged',
    ]);
  });

  it('finds a message that is stored though it was refused', () => {
    const { stored } = history();
    const refused = new Operation(conversation, 'question 2');
    refused.isRefused = true;

    expect(checkHistory([refused], stored)).toEqual(['differs: "question 2" was refused, and is stored']);
  });

  it('misses nothing of a conversation that was erased', () => {
    const { operations } = history();
    const stored = { messages: [], turns: 0, open: 0, erased: [conversation.id], foreignWrites: [] };

    expect(checkHistory(operations, stored)).toEqual([]);
  });

  it('passes on what the audit saw, and counts what is open', () => {
    const { operations, stored } = history();

    expect(checkHistory(operations, { ...stored, turns: 3, open: 1, foreignWrites: ['one wrote'] })).toEqual([
      'open: 1 turns have not ended',
      'lost: 3 turns have 2 questions',
      'superseded: one wrote',
    ]);
  });
});
