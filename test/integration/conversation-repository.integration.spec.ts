import { v7 as uuid } from 'uuid';
import type { DataSource } from 'typeorm';
import type { Owner } from '../../src/auth/owner.js';
import { Conversation } from '../../src/conversation/conversation.entity.js';
import {
  ConversationRepository,
  type NewConversation,
} from '../../src/conversation/conversation.repository.js';
import { Platform } from '../../src/conversation/platform.js';
import { aDevice, aPrimaryTurn, aUser } from '../support/turn-lab-factories.js';
import { openDataSource, TurnLab } from '../support/turn-lab.js';

const LONG_AGO = new Date(Date.UTC(2026, 0, 1));

describe(ConversationRepository.name, () => {
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

  const insert = (owner: Owner, about: Partial<NewConversation> = {}): Promise<Conversation> =>
    conversations.insert({ id: uuid(), owner, platform: Platform.Web, title: 'title', ...about });

  const change = ({ id }: { id: string }, assignment: string, value: unknown): Promise<unknown> =>
    lab.a.query(`UPDATE conversations SET ${assignment} = $2 WHERE id = $1`, [id, value]);

  it.each([
    ['device', aDevice()],
    ['user', aUser()],
  ])('opens an empty conversation of a %s', async (_kind, owner) => {
    const opened = await insert(owner, { platform: Platform.Api });

    expect(opened).toMatchObject({
      platform: 'api',
      title: 'title',
      messageCount: 0,
      lastTurnNo: 0,
      revision: 0,
      isPrimary: false,
      deviceId: owner.kind === 'device' ? owner.id : null,
      userId: owner.kind === 'user' ? owner.id : null,
    });
    expect(opened.createdAt).toBeInstanceOf(Date);
    expect(await conversations.findOwned(opened.id, owner)).toEqual(opened);
  });

  it.each<[string, Owner, Owner]>([
    ['another device', aDevice(), aDevice()],
    ['another user', aUser(), aUser()],
    ['a user of the same id', { kind: 'device', id: 'one' }, { kind: 'user', id: 'one' }],
    ['a device that differs in case', { kind: 'device', id: 'Case' }, { kind: 'device', id: 'case' }],
  ])('shows and changes nothing for %s', async (_who, owner, stranger) => {
    const { id } = await insert(owner);

    expect(await conversations.findOwned(id, stranger)).toBeNull();
    expect(await conversations.updateTitle(id, stranger, 'mine now')).toBeNull();
    expect(await conversations.erase(id, stranger)).toBe(false);
    expect(await conversations.findPage(stranger, { limit: 10, offset: 0 })).toEqual([[], 0]);
    expect(await conversations.findOwned(id, owner)).toMatchObject({ title: 'title' });
  });

  it('hides Messenger conversations from devices', async () => {
    const owner = { kind: 'device', id: 'page:sender' } as const;
    const { id } = await insert(owner, { platform: Platform.Messenger });

    expect(await conversations.findOwned(id, owner)).toBeNull();
    expect(await conversations.updateTitle(id, owner, 'title')).toBeNull();
    expect(await conversations.erase(id, owner)).toBe(false);
    expect(await conversations.findPage(owner, { limit: 10, offset: 0 })).toEqual([[], 0]);
  });

  describe('updateTitle', () => {
    it('moves the last change but not the last activity', async () => {
      const owner = aDevice();
      const { id } = await insert(owner);
      await change({ id }, 'updated_at', LONG_AGO);
      await change({ id }, 'last_activity', LONG_AGO);

      const renamed = await conversations.updateTitle(id, owner, 'renamed');

      expect(renamed).toMatchObject({ title: 'renamed', lastActivity: LONG_AGO });
      expect(renamed?.updatedAt.getTime()).toBeGreaterThan(LONG_AGO.getTime());
    });
  });

  describe('touchActivity', () => {
    it('moves the last change and the last activity to now', async () => {
      const owner = aDevice();
      const { id } = await insert(owner);
      await change({ id }, 'updated_at', LONG_AGO);
      await change({ id }, 'last_activity', LONG_AGO);

      await conversations.touchActivity(id);

      const touched = await conversations.findOwned(id, owner);
      expect(touched?.lastActivity.getTime()).toBeGreaterThan(LONG_AGO.getTime());
      expect(touched?.updatedAt.getTime()).toBeGreaterThan(LONG_AGO.getTime());
    });
  });

  describe('findPrimary', () => {
    it("finds the user's primary conversation and no other", async () => {
      const user = aUser();
      await insert(user);
      expect(await conversations.findPrimary(user.id)).toBeNull();

      const { conversationId } = await lab.a.accept(aPrimaryTurn(user));

      expect(await conversations.findPrimary(user.id)).toMatchObject({ id: conversationId, isPrimary: true });
      expect(await conversations.findPrimary(aUser().id)).toBeNull();
    });
  });

  describe('findActiveForDevice', () => {
    const HOUR_S = 3600;

    it('finds the newest conversation that was active within the time', async () => {
      const device = aDevice();
      await insert(device);
      const newest = await insert(device);

      expect(await conversations.findActiveForDevice(device.id, HOUR_S)).toMatchObject({ id: newest.id });
    });

    it.each([
      ['rested longer', 'last_activity', LONG_AGO],
      ['was closed', 'closed_at', new Date()],
    ])('does not find one that %s', async (_what, column, value) => {
      const device = aDevice();
      await change(await insert(device), column, value);

      expect(await conversations.findActiveForDevice(device.id, HOUR_S)).toBeNull();
    });

    it("does not find an erased one, or another device's", async () => {
      const device = aDevice();
      const { id } = await insert(device);
      await conversations.erase(id, device);
      await insert(aDevice());

      expect(await conversations.findActiveForDevice(device.id, HOUR_S)).toBeNull();
    });
  });
});
