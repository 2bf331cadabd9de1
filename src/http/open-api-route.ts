import type { ErrorCode } from '../errors/error-codes.js';

export const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** An operation's place in the document: `/conversations/{conversation_id}`. */
export interface DocumentedRoute {
  readonly method: (typeof METHODS)[number];
  readonly path: string;
}

/** Health and metrics: outside of both contracts and of the limits. */
export const isOperational = ({ path }: DocumentedRoute): boolean => /^\/(health|metrics)\b/.test(path);

export const isOfUser = ({ path }: DocumentedRoute): boolean => path.startsWith('/api/{user_id}/');

/** Behind ADMIN_TOKEN. */
export const isOfAdmin = ({ path }: DocumentedRoute): boolean => path.startsWith('/knowledge/');

export const isChat = ({ method, path }: DocumentedRoute): boolean =>
  method === 'post' && path.endsWith('/chat');

const isRegeneration = ({ path }: DocumentedRoute): boolean => path.endsWith('/regenerate');

/** A body is read whatever the method, so that any request can fail for its body. */
const EVERYWHERE: readonly ErrorCode[] = [
  'invalid_request',
  'malformed_json',
  'request_timeout',
  'payload_too_large',
  'uri_too_long',
  'unsupported_media_type',
  'headers_too_large',
  'internal_error',
];
const IN_BOTH_CONTRACTS: readonly ErrorCode[] = ['rate_limited', 'unavailable'];
const UNAUTHENTICATED: readonly ErrorCode[] = ['unauthenticated'];
const OF_USERS: readonly ErrorCode[] = [...UNAUTHENTICATED, 'forbidden'];
const OF_ADMIN: readonly ErrorCode[] = [...UNAUTHENTICATED, 'not_found'];
const OF_TURNS: readonly ErrorCode[] = ['turn_not_found'];
const OF_MESSAGES: readonly ErrorCode[] = ['message_not_found'];
const OF_CONVERSATIONS: readonly ErrorCode[] = ['invalid_conversation_id', 'conversation_not_found'];
const OF_REGENERATION: readonly ErrorCode[] = [
  'conversation_busy',
  'not_last_turn',
  'agent_failed',
  'agent_timeout',
];
const OF_CHAT: readonly ErrorCode[] = [
  ...OF_CONVERSATIONS,
  'message_too_long',
  'conversation_busy',
  'idempotency_key_reused',
  'agent_failed',
  'agent_timeout',
];

/** Every way in which a request of this route can fail. */
export function failuresOf(route: DocumentedRoute): ErrorCode[] {
  return [
    ...EVERYWHERE,
    ...(isOperational(route) ? [] : IN_BOTH_CONTRACTS),
    ...(isOfUser(route) ? OF_USERS : []),
    ...(isOfAdmin(route) ? OF_ADMIN : []),
    ...(route.path === '/metrics' ? UNAUTHENTICATED : []),
    ...(route.path.includes('{conversation_id}') ? OF_CONVERSATIONS : []),
    ...(route.path.includes('{turn_id}') ? OF_TURNS : []),
    ...(route.path.includes('{message_id}') ? OF_MESSAGES : []),
    ...(isRegeneration(route) ? OF_REGENERATION : []),
    ...(isChat(route) ? OF_CHAT : []),
  ];
}

/** Where the operation stands among the document's tags. */
export function tagOf(route: DocumentedRoute): string {
  if (isOperational(route)) return 'operations';
  if (isOfAdmin(route)) return 'knowledge';
  if (/\/(chat|turns|regenerate)(\/|$)/.test(route.path)) return 'chat';
  return route.path.endsWith('/memory') ? 'memory' : 'conversations';
}

/** A name for clients that are generated: `getUserConversationsConversationId`. */
export function operationIdOf({ method, path }: DocumentedRoute): string {
  const words = path
    .replace('/api/{user_id}', '/user')
    .split(/[^A-Za-z]+/)
    .filter(Boolean);
  return method + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}
