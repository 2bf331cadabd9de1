import type { Settings } from '../config/settings.js';
import type { Statement } from '../database/statement.js';
import {
  ACCEPT_LIVE,
  ACCEPT_PRIMARY,
  acceptExisting,
  acceptNew,
  acceptRemembered,
} from './accept-statements.js';
import { storableJson } from '../database/storable-json.js';
import type { NewTurn } from './turn-line.js';

const ACCEPT_EXISTING = { device: acceptExisting('device_id'), user: acceptExisting('user_id') };
const ACCEPT_REMEMBERED = { device: acceptRemembered('device_id'), user: acceptRemembered('user_id') };
const ACCEPT_NEW = { device: acceptNew('device_id'), user: acceptNew('user_id') };

type Bounds = Pick<Settings['chat'], 'lockTtlMs' | 'memorySize'>;

/** The statement that makes the turn durable where it belongs, with its values in their order. */
export function acceptCall(
  turn: NewTurn,
  { lockTtlMs, memorySize }: Bounds,
): [statement: Statement, values: unknown[]] {
  const { owner, title, platform, refuseWhenBusy } = turn;
  const values = valuesOf(turn, lockTtlMs);
  switch (turn.target) {
    case 'existing':
      return turn.remembered
        ? [ACCEPT_REMEMBERED[owner.kind], [...values, refuseWhenBusy]]
        : [ACCEPT_EXISTING[owner.kind], [...values, memorySize, refuseWhenBusy]];
    case 'new':
      return [ACCEPT_NEW[owner.kind], [...values, title, platform]];
    case 'primary':
      return [ACCEPT_PRIMARY, [...values, memorySize, refuseWhenBusy, title, platform]];
    case 'live':
      return [ACCEPT_LIVE, [...values, memorySize, refuseWhenBusy, title, platform, turn.restSeconds]];
  }
}

const valuesOf = (turn: NewTurn, leaseMs: number): unknown[] => [
  turn.conversationId,
  turn.owner.id,
  turn.turnId,
  turn.messageId,
  turn.platform === 'messenger' ? turn.platform : turn.owner.kind,
  turn.dedupeScope,
  turn.dedupeKey,
  turn.fingerprint,
  turn.hasKey,
  turn.callerLanguage,
  turn.content,
  storableJson(turn.metadata),
  turn.runToken,
  leaseMs,
  turn.requestId,
];
