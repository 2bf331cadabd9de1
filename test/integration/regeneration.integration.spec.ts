import { RegenerationClaims } from '../../src/chat/regeneration-claims.service.js';
import { type RegenerationHold, RegenerationRepository } from '../../src/chat/regeneration.repository.js';
import type { OpenTurn } from '../../src/chat/turn-line.js';
import { FeedbackRepository } from '../../src/conversation/feedback.repository.js';
import { anAnswer, aTurnIn, DEVICE } from '../support/turn-lab-factories.js';
import type { LabReplica } from '../support/turn-lab-replica.js';
import { TurnLab } from '../support/turn-lab.js';

/** Longer than a test lasts. */
const CLAIM_MS = 60_000;

const ERASE = `UPDATE conversations SET deleted_at = clock_timestamp(), device_id = NULL, lease_epoch = lease_epoch + 1 WHERE id = $1`;

describe(RegenerationRepository.name, () => {
  let lab: TurnLab;

  beforeAll(async () => {
    lab = await TurnLab.open();
  });

  afterAll(() => lab.close());

  const on = ({ database }: LabReplica): RegenerationRepository => new RegenerationRepository(database);

  const begin = (replica: LabReplica, messageId: string): Promise<RegenerationHold | null> =>
    on(replica).begin(messageId, DEVICE, CLAIM_MS);

  /** The id of the answer of a conversation's only turn. */
  async function answered(): Promise<{ conversationId: string; messageId: string }> {
    const hold = await lab.a.start();
    const answer = anAnswer();
    await lab.a.turns.complete(hold, answer, { keep: true });
    return { conversationId: hold.conversationId, messageId: answer.messageId };
  }

  /** The turn of such an answer, claimed to be asked again. */
  async function claimed(): Promise<{ turn: OpenTurn; messageId: string }> {
    const { messageId } = await answered();
    const asked = { messageId, owner: DEVICE, callerLanguage: null, requestId: null };
    return { turn: await new RegenerationClaims(on(lab.a), lab.a.turns).begin(asked), messageId };
  }

  const contentOf = async (messageId: string): Promise<string | undefined> =>
    (await lab.c.query<{ content: string }>('SELECT content FROM messages WHERE id = $1', [messageId]))[0]
      ?.content;

  it('claims under a new epoch, and holds up no turn', async () => {
    const { turn } = await claimed();

    const accepted = await lab.b.accept(aTurnIn(turn));

    expect(turn).toMatchObject({ turnNo: 1, leaseEpoch: 2, question: 'question', tail: [], queueMs: 0 });
    expect(accepted).toMatchObject({ isClaimed: true, turnNo: 2, leaseEpoch: 3, isTailCurrent: true });
  });

  it('gives one of two that come at the same moment the claim', async () => {
    const { messageId } = await answered();

    const [second] = await lab.interleave({
      first: () => begin(lab.a, messageId),
      waiting: [() => begin(lab.b, messageId)],
    });

    expect(second).toBeNull();
  });

  it('gives no claim where a turn was accepted while it waited', async () => {
    const { conversationId, messageId } = await answered();

    const [begun] = await lab.interleave({
      first: () => lab.a.accept(aTurnIn({ conversationId })),
      waiting: [() => begin(lab.b, messageId)],
    });

    expect(begun).toBeNull();
  });

  it.each<[string, (line: OpenTurn) => Promise<unknown>]>([
    ['a turn was accepted', (line) => lab.a.accept(aTurnIn(line))],
    ['the conversation was erased', (line) => lab.a.query(ERASE, [line.conversationId])],
    [
      'the messages were changed',
      (line) =>
        lab.a.query('UPDATE conversations SET revision = revision + 1 WHERE id = $1', [line.conversationId]),
    ],
  ])('replaces nothing where %s while it waited', async (_what, first) => {
    const { turn, messageId } = await claimed();

    const [isReplaced] = await lab.interleave({
      first: () => first(turn),
      waiting: [() => on(lab.b).replace(turn, anAnswer({ messageId, content: 'again' }))],
    });

    expect([isReplaced, await contentOf(messageId)]).toEqual([false, 'answer']);
  });

  it('tells a message that waited for it that its tail is out of date', async () => {
    const { turn, messageId } = await claimed();

    const [accepted] = await lab.interleave({
      first: () => on(lab.a).replace(turn, anAnswer({ messageId, content: 'again' })),
      waiting: [() => lab.b.accept(aTurnIn(turn))],
    });

    expect(accepted).toMatchObject({ isClaimed: true, isTailCurrent: false, revision: turn.revision + 1 });
    const read = accepted && (await lab.b.turns.readTurn(accepted));
    expect(read?.tail?.map(({ content }) => content)).toEqual(['question', 'again']);
  });

  it('finds its own answer in place where it has not heard of its commit', async () => {
    const { turn, messageId } = await claimed();
    const answer = anAnswer({ messageId, content: 'again' });
    await on(lab.a).replace(turn, answer);

    const isReplaced = await new RegenerationClaims(on(lab.b), lab.b.turns).replace(turn, answer);

    expect([isReplaced, await contentOf(messageId)]).toEqual([true, 'again']);
    expect(await lab.count('SELECT count(*) FROM message_versions WHERE message_id = $1', [messageId])).toBe(
      1,
    );
  });

  it('adds up what the turn cost', async () => {
    const { turn, messageId } = await claimed();
    const cost = { amount: 0.25, currency: 'USD' };
    const usage = { inputTokens: 10, outputTokens: 2 };
    await on(lab.a).replace(turn, anAnswer({ messageId, usage, cost }));
    const again = await begin(lab.a, messageId);

    await on(lab.a).replace(
      { ...turn, ...again, revision: turn.revision + 1 },
      anAnswer({ messageId, usage, cost }),
    );

    const rows = await lab.a.query(
      'SELECT input_tokens, output_tokens, cost_amount::float8 AS cost, cost_currency FROM turns WHERE id = $1',
      [turn.turnId],
    );
    expect(rows).toEqual([{ input_tokens: 20, output_tokens: 4, cost: 0.5, cost_currency: 'USD' }]);
  });
});

describe(FeedbackRepository.name, () => {
  let lab: TurnLab;

  beforeAll(async () => {
    lab = await TurnLab.open();
  });

  afterAll(() => lab.close());

  it('finds no answer that was erased while it waited', async () => {
    const hold = await lab.a.start();
    const { messageId, ...answer } = anAnswer();
    await lab.a.turns.complete(hold, { messageId, ...answer }, { keep: true });
    const feedback = new FeedbackRepository(lab.b.database);

    const [stored] = await lab.interleave({
      first: async () => {
        await lab.a.query(ERASE, [hold.conversationId]);
        await lab.a.query('DELETE FROM messages WHERE conversation_id = $1', [hold.conversationId]);
      },
      waiting: [() => feedback.update(messageId, DEVICE, { rating: 'like', comment: null })],
    });

    expect(stored).toBeNull();
  });
});
