import { Injectable } from '@nestjs/common';
import { DatabaseClient } from '../database/database.client.js';
import type { Statement } from '../database/statement.js';
import type { LoggedEventType, StreamEvent } from './stream-event.js';

/** The run that tells. */
export interface StreamedRun {
  readonly turnId: string;
  readonly conversationId: string;
  readonly leaseEpoch: number;
}

/**
 * The row is locked, so that a run that is superseded, or whose conversation is being erased, stores nothing behind their backs.
 * $1 conversation, $2 epoch or null for whoever has it, $3 turn, $4 ids, $5 types, $6 data.
 */
const APPEND: Statement = {
  name: 'turn_log_append',
  text: `WITH held AS (
  SELECT FROM conversations
  WHERE id = $1 AND deleted_at IS NULL AND ($2::bigint IS NULL OR (lease_epoch = $2::bigint AND lease_until IS NOT NULL))
  FOR SHARE)
INSERT INTO turn_events (turn_id, id, type, data)
SELECT $3::uuid, event.id, event.type, event.data::jsonb
FROM held, unnest($4::bigint[], $5::text[], $6::text[]) AS event (id, type, data)
ON CONFLICT DO NOTHING RETURNING id`,
};

/** $1 turn, $2 id. By turn_events_pkey. */
const READ: Statement = {
  name: 'turn_log_read',
  text: 'SELECT id, type, data FROM turn_events WHERE turn_id = $1 AND id > $2::bigint ORDER BY id',
};

/** $1 hours, $2 at most. By turn_events_by_time. */
const DELETE_OLD: Statement = {
  name: 'turn_log_delete_old',
  text: `DELETE FROM turn_events WHERE (turn_id, id) IN (
  SELECT turn_id, id FROM turn_events WHERE created_at < clock_timestamp() - $1::int * interval '1 hour' LIMIT $2)
RETURNING id`,
};

interface EventRow {
  readonly id: string;
  readonly type: LoggedEventType;
  readonly data: Record<string, unknown>;
}

/** What streamed turns have told. All throw DatabaseUnavailableError. */
@Injectable()
export class TurnLogRepository {
  constructor(private readonly database: DatabaseClient) {}

  /** False: the run is not the turn's any more, and nothing was stored. What was stored before stays as it is. */
  async append(run: StreamedRun, events: readonly StreamEvent[]): Promise<boolean> {
    return this.store(run, run.leaseEpoch, events);
  }

  /** Stores what is told before anybody runs the turn. */
  async begin(run: StreamedRun, event: StreamEvent): Promise<void> {
    await this.store(run, null, [event]);
  }

  /** What was told after the event `after`, in order. */
  async read(turnId: string, after: number): Promise<StreamEvent[]> {
    const rows = await this.database.run<EventRow>(READ, [turnId, after]);
    return rows.map(({ id, type, data }) => ({ id: Number(id), type, data }));
  }

  /** Forgets what is older, at most `limit` events; returns how many. */
  async deleteOld(hours: number, limit: number): Promise<number> {
    return (await this.database.run(DELETE_OLD, [hours, limit])).length;
  }

  private async store(
    { turnId, conversationId }: StreamedRun,
    leaseEpoch: number | null,
    events: readonly StreamEvent[],
  ): Promise<boolean> {
    const rows = await this.database.run(APPEND, [
      conversationId,
      leaseEpoch,
      turnId,
      events.map(({ id }) => id),
      events.map(({ type }) => type),
      events.map(({ data }) => JSON.stringify(data)),
    ]);
    return rows.length > 0;
  }
}
