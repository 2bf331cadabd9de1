import { v7 as uuid } from 'uuid';
import type { DataSource } from 'typeorm';
import type { Owner } from '../../src/auth/owner.js';
import { Conversation } from '../../src/conversation/conversation.entity.js';
import { ConversationRepository } from '../../src/conversation/conversation.repository.js';
import { Platform } from '../../src/conversation/platform.js';
import { aDevice, aTurn, anAnswer, aUser } from '../support/turn-lab-factories.js';
import { openDataSource, TurnLab } from '../support/turn-lab.js';

const AT = new Date(Date.UTC(2026, 0, 1));

describe(`${ConversationRepository.name}, many of one owner`, () => {
  let lab: TurnLab;
  let dataSource: DataSource;
  let conversations: ConversationRepository;

  beforeAll(async () => {
    lab = await TurnLab.open();
    dataSource = await openDataSource(lab.url);
    conversations = new ConversationRepository(dataSource.getRepository(Conversation));
  });

  afterAll(async () => {
    await dataSource.destroy();
    await lab.close();
  });

  /** Conversations in the order of their ids. */
  async function insertMany(owner: Owner, count: number): Promise<string[]> {
    const ids = Array.from({ length: count }, () => uuid());
    for (const id of ids) await conversations.insert({ id, owner, platform: Platform.Web, title: null });
    return ids;
  }

  const idsOf = ([page]: [Conversation[], number]): string[] => page.map(({ id }) => id);

  it.each([aDevice(), aUser()])('gives the newest change first, to a $kind', async (owner) => {
    const [first = '', second = '', third = ''] = await insertMany(owner, 3);
    await conversations.touchActivity(first);

    const found = await conversations.findPage(owner, { limit: 10, offset: 0 });

    expect(idsOf(found)).toEqual([first, third, second]);
  });

  it('breaks ties by id, newest first, over page borders', async () => {
    const owner = aDevice();
    const ids = await insertMany(owner, 5);
    await lab.a.query('UPDATE conversations SET updated_at = $2 WHERE device_id = $1', [owner.id, AT]);

    const pages = await Promise.all(
      [0, 2, 4, 6].map((offset) => conversations.findPage(owner, { limit: 2, offset })),
    );

    expect(pages.flatMap(idsOf)).toEqual(ids.reverse());
    expect(pages.map(([, total]) => total)).toEqual([5, 5, 5, 5]);
  });

  it('leaves out what was erased, in the page and in the total', async () => {
    const owner = aUser();
    const [erased = '', kept = ''] = await insertMany(owner, 2);
    await conversations.erase(erased, owner);

    expect(await conversations.findPage(owner, { limit: 10, offset: 0 })).toMatchObject([[{ id: kept }], 1]);
  });

  describe('erase', () => {
    it('leaves nothing but the id and the numbers', async () => {
      const owner = aDevice();
      const hold = await lab.a.start(aTurn({ owner }));
      await lab.a.turns.complete(hold, anAnswer(), { keep: true });

      expect(await conversations.erase(hold.conversationId, owner)).toBe(true);

      expect(await conversations.findOwned(hold.conversationId, owner)).toBeNull();
      const left = await dataSource.getRepository(Conversation).findOneByOrFail({ id: hold.conversationId });
      expect(left).toMatchObject({
        deviceId: null,
        userId: null,
        title: null,
        messageCount: 0,
        leaseEpoch: 2,
      });
      expect(left.deletedAt).toBeInstanceOf(Date);
      expect(await lab.countMessages(hold)).toBe(0);
    });

    it('happens once', async () => {
      const owner = aUser();
      const [id = ''] = await insertMany(owner, 1);
      await conversations.erase(id, owner);

      expect(await conversations.erase(id, owner)).toBe(false);
      expect(await conversations.updateTitle(id, owner, 'back again')).toBeNull();
    });
  });

  describe('deleteErased', () => {
    it('removes what was erased long enough ago, with its turns, and counts it', async () => {
      const owner = aDevice();
      const holds = [await lab.a.start(aTurn({ owner })), await lab.a.start(aTurn({ owner }))];
      for (const { conversationId } of holds) await conversations.erase(conversationId, owner);
      await lab.a.query(`UPDATE conversations SET deleted_at = $2 WHERE id = $1`, [
        holds[0]?.conversationId,
        AT,
      ]);

      expect(await conversations.deleteErased(7, 100)).toBe(1);
      expect(await conversations.deleteErased(7, 100)).toBe(0);
      expect(await lab.a.turns.findById(holds[0]?.turnId ?? '')).toBeNull();
      expect(await lab.a.turns.findById(holds[1]?.turnId ?? '')).toMatchObject({ state: 'erased' });
    });

    it('removes no more than its limit at once', async () => {
      const owner = aDevice();
      for (const id of await insertMany(owner, 3)) await conversations.erase(id, owner);
      await lab.a.query('UPDATE conversations SET deleted_at = $1 WHERE deleted_at IS NOT NULL', [AT]);

      expect(await conversations.deleteErased(7, 2)).toBe(2);
    });
  });
});
