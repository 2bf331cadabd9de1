import type { DataSource } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { Conversation } from '../../src/conversation/conversation.entity.js';
import { ConversationRepository } from '../../src/conversation/conversation.repository.js';
import { Message } from '../../src/conversation/message.entity.js';
import { MessageRepository } from '../../src/conversation/message.repository.js';
import { DatabaseClient } from '../../src/database/database.client.js';
import type { Summary } from '../../src/memory/summary.js';
import { type Stretch, SummaryRepository } from '../../src/memory/summary.repository.js';
import { aTurn, aTurnIn, anAnswer, DEVICE } from './turn-lab-factories.js';
import { openDataSource, TurnLab } from './turn-lab.js';

/** A summary of the first two turns, and one of the first three. */
export const MADE: Summary = { text: 'They have met.', throughSeq: 4 };
export const NEXT: Summary = { text: 'They have met, and they like each other.', throughSeq: 6 };

/** Two replicas that keep summaries, and whoever changes the messages under them. */
export class SummaryLab {
  readonly here: SummaryRepository;
  readonly there: SummaryRepository;
  /** Another one, with as many connections as it wants. */
  readonly pooled: SummaryRepository;
  readonly conversations: ConversationRepository;
  readonly messages: MessageRepository;

  private constructor(
    readonly lab: TurnLab,
    private readonly dataSource: DataSource,
  ) {
    this.here = new SummaryRepository(lab.a.database);
    this.there = new SummaryRepository(lab.b.database);
    this.pooled = new SummaryRepository(new DatabaseClient(dataSource));
    this.conversations = new ConversationRepository(dataSource.getRepository(Conversation));
    this.messages = new MessageRepository(dataSource.getRepository(Message), lab.b.database);
  }

  static async open(): Promise<SummaryLab> {
    const lab = await TurnLab.open();
    return new SummaryLab(lab, await openDataSource(lab.url));
  }

  async close(): Promise<void> {
    await this.dataSource.destroy();
    await this.lab.close();
  }

  /** A conversation of that many answered turns; all but the last are to be folded. */
  async conversation(turns: number, owner = DEVICE): Promise<Stretch> {
    const { a } = this.lab;
    const first = aTurn({ content: 'question 1', owner, metadata: { mid: `mid-${uuid()}` } });
    await a.turns.complete(await a.start(first), anAnswer(), { keep: true });
    const { conversationId } = first;
    for (let turnNo = 2; turnNo <= turns; turnNo += 1) {
      const turn = aTurnIn(first, { content: `question ${turnNo}`, owner });
      await a.turns.complete(await a.start(turn), anAnswer(), { keep: true });
    }
    return { conversationId, owner, revision: 0, throughSeq: 2 * turns - 2 };
  }

  stored({ conversationId }: Stretch): Promise<{ text: string; revision: string }[]> {
    const text = 'SELECT text, revision FROM conversation_summaries WHERE conversation_id = $1';
    return this.lab.c.query(text, [conversationId]);
  }
}
