import { v7 as uuid } from 'uuid';
import type { DataSource } from 'typeorm';
import { Conversation } from '../../src/conversation/conversation.entity.js';
import { ConversationRepository } from '../../src/conversation/conversation.repository.js';
import { Message } from '../../src/conversation/message.entity.js';
import { MessageRepository, type ImportedMessage } from '../../src/conversation/message.repository.js';
import { Platform } from '../../src/conversation/platform.js';
import { DatabaseClient } from '../../src/database/database.client.js';
import { aTurnIn, anAnswer, DEVICE } from '../support/turn-lab-factories.js';
import { openDataSource, TurnLab } from '../support/turn-lab.js';

const LONG_AGO = new Date(Date.UTC(2020, 1, 29, 12, 30));

function anImport(
  turnNo: number,
  role: 'user' | 'assistant',
  about: Partial<ImportedMessage> = {},
): ImportedMessage {
  return { id: uuid(), turnNo, role, content: `${role} ${turnNo}`, createdAt: LONG_AGO, ...about };
}

describe(`${MessageRepository.name}, imports`, () => {
  let lab: TurnLab;
  let dataSource: DataSource;
  let messages: MessageRepository;
  let conversations: ConversationRepository;

  beforeAll(async () => {
    lab = await TurnLab.open();
    dataSource = await openDataSource(lab.url);
    messages = new MessageRepository(dataSource.getRepository(Message), new DatabaseClient(dataSource));
    conversations = new ConversationRepository(dataSource.getRepository(Conversation));
  });

  afterAll(async () => {
    await dataSource.destroy();
    await lab.close();
  });

  async function anEmptyConversation(): Promise<{ conversationId: string }> {
    const { id } = await conversations.insert({
      id: uuid(),
      owner: DEVICE,
      platform: Platform.Web,
      title: null,
    });
    return { conversationId: id };
  }

  const revisionOf = async ({ conversationId }: { conversationId: string }): Promise<number | undefined> =>
    (await conversations.findOwned(conversationId, DEVICE))?.revision;

  it('stores messages of any order in their places, with their times', async () => {
    const line = await anEmptyConversation();
    const imported = [
      anImport(2, 'user'),
      anImport(1, 'assistant', { metadata: { from: 'elsewhere' } }),
      anImport(1, 'user'),
    ];

    expect(await messages.bulkCreate(line.conversationId, imported)).toBe(3);

    expect(await messages.findNewest({ ...line, owner: DEVICE }, 10)).toMatchObject([
      { seq: 1, role: 'user', content: 'user 1', turnId: null, metadata: {}, createdAt: LONG_AGO },
      { seq: 2, role: 'assistant', content: 'assistant 1', metadata: { from: 'elsewhere' } },
      { seq: 3, role: 'user', content: 'user 2' },
    ]);
  });

  it('moves the counters and the revision, and leaves nothing open', async () => {
    const line = await anEmptyConversation();
    await messages.bulkCreate(line.conversationId, [
      anImport(1, 'user'),
      anImport(1, 'assistant'),
      anImport(2, 'user'),
    ]);

    expect(await lab.rowOf(line)).toMatchObject({
      last: 2,
      done: 2,
      answered: 1,
      messages: 3,
      isHeld: false,
    });
    expect(await revisionOf(line)).toBe(1);
    expect(await lab.a.turns.claim(line.conversationId, 'run')).toBeNull();
  });

  it('lets the next turn go on behind what was imported, and know it', async () => {
    const line = await anEmptyConversation();
    await messages.bulkCreate(line.conversationId, [anImport(1, 'user'), anImport(1, 'assistant')]);

    const accepted = await lab.a.accept(aTurnIn(line));

    expect(accepted).toMatchObject({ turnNo: 2, isClaimed: true, isTailCurrent: true, revision: 1 });
    expect(accepted.tail.map(({ content }) => content)).toEqual(['user 1', 'assistant 1']);
  });

  it('adds one message', async () => {
    const line = await anEmptyConversation();

    expect(await messages.insert(line.conversationId, anImport(1, 'user'))).toBe(1);
    expect(await messages.insert(line.conversationId, anImport(1, 'assistant'))).toBe(1);
    expect(await lab.rowOf(line)).toMatchObject({ last: 1, done: 1, answered: 1, messages: 2 });
    expect(await revisionOf(line)).toBe(2);
  });

  it('fills the place of an answer that never came without losing later ones', async () => {
    const first = await lab.a.start();
    await lab.a.turns.fail(first, 'agent_failed', { keep: true });
    await lab.a.turns.complete(await lab.a.start(aTurnIn(first)), anAnswer(), { keep: true });

    expect(await messages.insert(first.conversationId, anImport(1, 'assistant'))).toBe(1);
    expect(await lab.rowOf(first)).toMatchObject({ last: 2, done: 2, answered: 2, messages: 4 });
  });

  it('refuses a conversation with an open turn', async () => {
    const hold = await lab.a.start();

    expect(await messages.bulkCreate(hold.conversationId, [anImport(2, 'user')])).toBe(0);
    expect(await lab.rowOf(hold)).toMatchObject({ last: 1, messages: 1 });
    expect(await revisionOf(hold)).toBe(0);
  });

  it('refuses a conversation in which a turn was accepted while it waited', async () => {
    const line = await anEmptyConversation();

    const [count] = await lab.interleave({
      first: () => lab.a.accept(aTurnIn(line)),
      waiting: [() => messages.bulkCreate(line.conversationId, [anImport(1, 'user')])],
    });

    expect(count).toBe(0);
    expect(await lab.countMessages(line)).toBe(1);
  });

  it('refuses an erased conversation', async () => {
    const line = await anEmptyConversation();
    await conversations.erase(line.conversationId, DEVICE);

    expect(await messages.bulkCreate(line.conversationId, [anImport(1, 'user')])).toBe(0);
    expect(await lab.countMessages(line)).toBe(0);
  });

  it('stores nothing of an import of which one message has no place', async () => {
    const line = await anEmptyConversation();
    await messages.insert(line.conversationId, anImport(1, 'user'));

    await expect(
      messages.bulkCreate(line.conversationId, [anImport(2, 'user'), anImport(1, 'user')]),
    ).rejects.toMatchObject({
      constraint: 'messages_seq',
    });
    expect(await lab.rowOf(line)).toMatchObject({ last: 1, messages: 1 });
  });
});
