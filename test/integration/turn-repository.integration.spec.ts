import type { DataSource } from 'typeorm';
import { Turn } from '../../src/chat/turn.entity.js';
import { Conversation } from '../../src/conversation/conversation.entity.js';
import { TurnRepository } from '../../src/chat/turn.repository.js';
import { aDevice, aTurn, aTurnIn, anAnswer, aUser } from '../support/turn-lab-factories.js';
import { openDataSource, TurnLab } from '../support/turn-lab.js';

const DAY_MS = 86_400_000;

describe(TurnRepository.name, () => {
  let lab: TurnLab;
  let dataSource: DataSource;

  beforeAll(async () => {
    lab = await TurnLab.open();
    dataSource = await openDataSource(lab.url);
  });

  afterAll(async () => {
    await dataSource.destroy();
    await lab.close();
  });

  const stored = (id: string): Promise<Turn> => dataSource.getRepository(Turn).findOneByOrFail({ id });

  const conversation = (id: string): Promise<Conversation> =>
    dataSource.getRepository(Conversation).findOneByOrFail({ id });

  describe('accept', () => {
    it('opens a conversation of the owner with title and platform', async () => {
      const owner = aUser();
      const { conversationId } = await lab.a.accept(aTurn({ owner, title: 'Hello', platform: 'api' }));

      expect(await conversation(conversationId)).toMatchObject({
        userId: owner.id,
        deviceId: null,
        title: 'Hello',
        platform: 'api',
        isPrimary: false,
        messageCount: 1,
        headStarts: 1,
      });
    });

    it('stores the turn as it was sent', async () => {
      const turn = aTurn({ owner: aDevice(), callerLanguage: 'de' });
      await lab.a.accept(turn);

      expect(await stored(turn.turnId)).toMatchObject({
        channel: 'device',
        dedupeScope: turn.dedupeScope,
        dedupeKey: turn.dedupeKey,
        fingerprint: turn.fingerprint,
        callerLanguage: 'de',
        state: 'accepted',
      });
    });

    it.each([
      ['seven days', true, 7],
      ['no time', false, null],
    ])('keeps a key for %s', async (_time, hasKey, days) => {
      const turn = aTurn({ hasKey });
      await lab.a.accept(turn);

      const { keyExpiresAt, createdAt } = await stored(turn.turnId);
      expect(keyExpiresAt && Math.round((keyExpiresAt.getTime() - createdAt.getTime()) / DAY_MS)).toBe(days);
    });

    it('moves the last activity and the last change of the conversation', async () => {
      const hold = await lab.a.start();
      await lab.a.query(
        `UPDATE conversations SET updated_at = 'epoch', last_activity = 'epoch' WHERE id = $1`,
        [hold.conversationId],
      );

      await lab.a.accept(aTurnIn(hold));

      const { updatedAt, lastActivity } = await conversation(hold.conversationId);
      expect([updatedAt.getTime(), lastActivity.getTime()]).not.toContain(0);
    });
  });

  describe('readTurn', () => {
    it('tells all that a run needs', async () => {
      const owner = aUser();
      const turn = aTurn({ owner, callerLanguage: 'fr', content: 'Salut', platform: 'api' });
      const hold = await lab.a.start(turn);

      const open = await lab.b.turns.readTurn(hold);

      expect(open).toMatchObject({
        ...{ conversationId: hold.conversationId, turnNo: 1, leaseEpoch: 1, turnId: turn.turnId },
        ...{ owner, platform: 'api', question: 'Salut', callerLanguage: 'fr', userMessageId: turn.messageId },
        ...{ answeredTurnNo: 0, revision: 0, tail: [] },
      });
      expect(open?.queueMs).toBeGreaterThanOrEqual(0);
    });

    it('gives nothing for a turn that does not exist', async () => {
      const hold = await lab.a.start();

      expect(await lab.a.turns.readTurn({ ...hold, turnNo: 2 })).toBeNull();
    });
  });

  describe('complete', () => {
    it('stores usage and cost with the turn, and the answer for whoever asks', async () => {
      const hold = await lab.a.start();
      const answer = anAnswer({
        content: 'Hi',
        metadata: { intent: 'greeting' },
        usage: { inputTokens: 12, outputTokens: 3 },
        cost: { amount: 0.000123, currency: 'EUR' },
      });
      await lab.a.turns.complete(hold, answer, { keep: true });

      expect(await stored(hold.turnId)).toMatchObject({
        ...{ state: 'answered', runEpoch: 1, errorCode: null },
        ...{ inputTokens: 12, outputTokens: 3, costAmount: '0.000123', costCurrency: 'EUR' },
      });
      expect(await lab.b.turns.findById(hold.turnId)).toMatchObject({
        state: 'answered',
        isRunning: false,
        answer: { messageId: answer.messageId, content: 'Hi', metadata: { intent: 'greeting' } },
      });
    });
  });
});
