import { z } from 'zod';
import { ownerHash, type Owner } from '../auth/owner.js';
import type { Remembered } from './summary.js';

/** What a tail reflects: it is current only if all three are as the conversation's row says. */
export interface MemoryVersion {
  /** Newest turn whose messages are in the tail. */
  readonly lastTurnNo: number;
  readonly answeredTurnNo: number;
  readonly revision: number;
}

/** Whose memory it is. */
export interface MemoryKey {
  readonly conversationId: string;
  readonly owner: Owner;
}

/** A tail as it is kept, with the summary of what was said before. */
export interface MemoryEntry extends MemoryVersion, Remembered {
  readonly conversationId: string;
  /** Hash. */
  readonly owner: string;
  /** CONVERSATION_MEMORY_SIZE when it was written. */
  readonly size: number;
}

const toolCallSchema = z.object({ id: z.string(), name: z.string(), arguments: z.string() });
const toolResultSchema = z.object({ toolCallId: z.string(), content: z.string(), isError: z.boolean() });
const messageSchema = z.object({
  seq: z.number(),
  role: z.enum(['user', 'assistant']),
  content: z.string(),
  toolCalls: z.array(toolCallSchema).exactOptional(),
  toolResults: z.array(toolResultSchema).exactOptional(),
});

const entrySchema = z.object({
  conversationId: z.string(),
  owner: z.string(),
  lastTurnNo: z.number(),
  answeredTurnNo: z.number(),
  revision: z.number(),
  size: z.number(),
  summary: z.object({ text: z.string(), throughSeq: z.number() }).nullable(),
  messages: z.array(messageSchema),
});

const storedSchema = z.object({ value: z.unknown() });

/** Entry as text: its version in plain figures, for a script to compare, then JSON. */
export function entryText(entry: MemoryEntry): string {
  const { lastTurnNo, answeredTurnNo, revision } = entry;
  return `${revision}.${lastTurnNo}.${answeredTurnNo} ${JSON.stringify(entry)}`;
}

/** Null: not an entry, whatever it is. */
export function readEntry(text: unknown): MemoryEntry | null {
  if (typeof text !== 'string') return null;
  try {
    return entrySchema.safeParse(JSON.parse(text.slice(text.indexOf(' ') + 1))).data ?? null;
  } catch {
    return null; // Not JSON.
  }
}

/** The same, as cache-manager keeps it in Redis. */
export function readStoredEntry(stored: string | null): MemoryEntry | null {
  try {
    return readEntry(storedSchema.parse(JSON.parse(stored ?? 'null')).value);
  } catch {
    return null; // Not what cache-manager writes.
  }
}

/** True: this conversation's and this owner's, of whatever version. */
export const belongsTo = (entry: MemoryEntry, key: MemoryKey): boolean =>
  entry.conversationId === key.conversationId && entry.owner === ownerHash(key.owner);

/** True: nothing has happened since. */
export const isOfVersion = (entry: MemoryEntry, version: MemoryVersion): boolean =>
  entry.lastTurnNo === version.lastTurnNo &&
  entry.answeredTurnNo === version.answeredTurnNo &&
  entry.revision === version.revision;

/** True: `entry` tells of more than `other`. */
export const isNewer = (entry: MemoryEntry, other: MemoryEntry): boolean =>
  entry.revision !== other.revision
    ? entry.revision > other.revision
    : entry.lastTurnNo !== other.lastTurnNo
      ? entry.lastTurnNo > other.lastTurnNo
      : entry.answeredTurnNo > other.answeredTurnNo;
