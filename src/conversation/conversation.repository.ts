import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { IsNull, Not, Raw, Repository } from 'typeorm';
import type { Owner } from '../auth/owner.js';
import { Conversation } from './conversation.entity.js';
import { ownedBy, ownedBySql } from './owned-by.js';
import type { Platform } from './platform.js';
import { hasWords } from './search-condition.js';
import type { SoughtWords } from './sought-words.js';

/** A new, empty conversation. */
export interface NewConversation {
  readonly id: string;
  readonly owner: Owner;
  readonly platform: Platform;
  readonly title: string | null;
}

/** Conversations by their owner. An erased one is never found. */
@Injectable()
export class ConversationRepository {
  constructor(@InjectRepository(Conversation) private readonly rows: Repository<Conversation>) {}

  async insert({ id, owner, platform, title }: NewConversation): Promise<Conversation> {
    const ownerId = owner.kind === 'device' ? { deviceId: owner.id } : { userId: owner.id };
    await this.rows.insert({ id, platform, title, ...ownerId });
    return this.rows.findOneByOrFail({ id });
  }

  /** A device never finds a Messenger conversation, nor does any list of its. */
  findOwned(id: string, owner: Owner): Promise<Conversation | null> {
    return this.rows.findOneBy({ id, ...ownedBy(owner) });
  }

  /** By conversations_primary. */
  findPrimary(userId: string): Promise<Conversation | null> {
    return this.rows.findOneBy({ userId, isPrimary: true, deletedAt: IsNull() });
  }

  /**
   * The newest conversation, of whatever platform, of the device or Messenger sender, whose last activity is at most
   * `ttlSeconds` ago; by conversations_by_device.
   */
  findActiveForDevice(deviceId: string, ttlSeconds: number): Promise<Conversation | null> {
    const isRecent = Raw((column) => `${column} > clock_timestamp() - :ttlSeconds::int * interval '1 s'`, {
      ttlSeconds,
    });
    return this.rows.findOne({
      where: { deviceId, deletedAt: IsNull(), closedAt: IsNull(), lastActivity: isRecent },
      order: { updatedAt: 'DESC', id: 'DESC' },
    });
  }

  /** Newest change first, `id` descending on a tie, and how many there are; by conversations_by_device or _by_user. */
  findPage(owner: Owner, page: { limit: number; offset: number }): Promise<[Conversation[], number]> {
    return this.rows.findAndCount({
      where: ownedBy(owner),
      order: { updatedAt: 'DESC', id: 'DESC' },
      take: page.limit,
      skip: page.offset,
    });
  }

  /** As `findPage`, but only those with all the words in one message or in the title; see `hasWords`. */
  findSaid(
    owner: Owner,
    words: SoughtWords,
    page: { limit: number; offset: number },
  ): Promise<[Conversation[], number]> {
    return this.rows
      .createQueryBuilder('conversation')
      .where(ownedBySql(owner.kind, ':ownerId'), { ownerId: owner.id })
      .andWhere(hasWords(owner.kind), { ...words })
      .orderBy('conversation.updatedAt', 'DESC')
      .addOrderBy('conversation.id', 'DESC')
      .take(page.limit)
      .skip(page.offset)
      .getManyAndCount();
  }

  /** Null when there is no such conversation of the owner's. */
  async updateTitle(id: string, owner: Owner, title: string): Promise<Conversation | null> {
    const result = await this.rows.update(
      { id, ...ownedBy(owner) },
      { title, updatedAt: () => 'clock_timestamp()' },
    );
    return result.affected === 1 ? this.findOwned(id, owner) : null;
  }

  /** Moves `last_activity` and `updated_at` to now. */
  async touchActivity(id: string): Promise<void> {
    const now = (): string => 'clock_timestamp()';
    await this.rows.update({ id, deletedAt: IsNull() }, { lastActivity: now, updatedAt: now });
  }

  /**
   * Erases the conversation and everything said in it, in one transaction that locks the row first: a DELETE in one
   * statement would not see a message accepted while it waited. The row stays with its id and epoch, which fences a
   * run in flight; turns stay without content so that a redelivered message can't bring it back. False: not there.
   */
  async erase(id: string, owner: Owner): Promise<boolean> {
    return this.rows.manager.transaction(async (manager) => {
      const result = await manager.update(Conversation, { id, ...ownedBy(owner) }, ERASED);
      if (result.affected !== 1) return false;
      await manager.query('DELETE FROM messages WHERE conversation_id = $1', [id]);
      await manager.query(ERASE_SUMMARY, [id]);
      await manager.query(ERASE_TURNS, [id]);
      await manager.query(ERASE_EVENTS, [id]);
      await manager.query(ERASE_OUTBOX, [id]);
      return true;
    });
  }

  /** The cached memory of an erased conversation is gone; its summary goes, if the release that erased it knew of none. */
  async updatePurged(id: string): Promise<void> {
    await this.rows.query(ERASE_SUMMARY, [id]);
    const isDue = { id, deletedAt: Not(IsNull()), purgedAt: IsNull() };
    await this.rows.update(isDue, { purgedAt: () => 'clock_timestamp()' });
  }

  /** Erased conversations whose memory may still be cached, at most `limit`; by conversations_unpurged. */
  async findUnpurged(limit: number): Promise<string[]> {
    const where = { deletedAt: Not(IsNull()), purgedAt: IsNull() };
    return (await this.rows.find({ select: { id: true }, where, take: limit })).map(({ id }) => id);
  }

  /** Removes what erasure left behind after `days`, at most `limit` rows; returns how many. By conversations_deleted. */
  async deleteErased(days: number, limit: number): Promise<number> {
    const [, affected]: [unknown, number] = await this.rows.query(DELETE_ERASED, [days, limit]);
    return affected;
  }
}

const ERASED = {
  deletedAt: () => 'clock_timestamp()',
  deviceId: null,
  userId: null,
  title: null,
  messageCount: 0,
  doneTurnNo: () => 'last_turn_no',
  headStarts: 0,
  headFailures: 0,
  headDueAt: null,
  leaseEpoch: () => 'lease_epoch + 1',
  leaseOwner: null,
  leaseUntil: null,
  regenerationEpoch: null,
  regenerationUntil: null,
};

const ERASE_SUMMARY = `DELETE FROM conversation_summaries summary USING conversations erased
WHERE summary.conversation_id = $1 AND erased.id = $1 AND erased.deleted_at IS NOT NULL`;

const ERASE_TURNS = `UPDATE turns SET state = 'erased', finished_at = clock_timestamp() WHERE conversation_id = $1`;

const ERASE_EVENTS = `DELETE FROM turn_events WHERE turn_id IN (SELECT id FROM turns WHERE conversation_id = $1)`;

const ERASE_OUTBOX = `UPDATE outbox SET payload = NULL, state = CASE WHEN state = 'sent' THEN state ELSE 'dead' END
WHERE conversation_id = $1`;

const DELETE_ERASED = `DELETE FROM conversations WHERE id IN (
  SELECT id FROM conversations WHERE deleted_at < clock_timestamp() - $1::int * interval '1 day'
  LIMIT $2 FOR UPDATE SKIP LOCKED)`;
