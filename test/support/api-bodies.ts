import type { ConversationBody, MessageBody } from './api.js';

export type ConversationItem = Omit<ConversationBody, 'messages' | 'has_more'>;

export interface ConversationListBody {
  readonly conversations: readonly ConversationItem[];
  readonly total: number;
  readonly limit: number;
  readonly offset: number;
}

export interface MessagePageBody {
  readonly conversation_id: string | null;
  readonly messages: readonly MessageBody[];
  readonly total: number;
  readonly limit: number;
  readonly offset: number;
  readonly has_more: boolean;
}

export interface FeedbackBody {
  readonly id: string;
  readonly rating: string | null;
  readonly comment: string | null;
  readonly updated_at: string | null;
}

export interface MemoryBody {
  readonly conversation_id: string;
  readonly source: 'cache' | 'database';
  readonly size: number;
  readonly summary: { readonly text: string; readonly through_seq: number } | null;
  readonly messages: readonly { readonly seq: number; readonly role: string; readonly content: string }[];
}

export interface TurnBody {
  readonly id: string;
  readonly conversation_id: string;
  readonly status: string;
  readonly user_message_id: string;
  readonly assistant_message_id: string | null;
  readonly response: string | null;
  readonly error: { readonly error: string; readonly message: string } | null;
}

/** A UUID of version 7, in lower case. */
export const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** A time in UTC with milliseconds. */
export const ISO_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
