import type { Call } from './api.js';

/** What a route's path may name. */
export interface RouteIds {
  readonly conversationId: string;
  readonly turnId: string;
}

/** A route of both contracts, as a caller meets it: below nothing for devices, below `/api/{user_id}` for users. */
export interface ApiRoute {
  readonly method: NonNullable<Call['method']>;
  path(ids: RouteIds): string;
  json?(ids: RouteIds): Record<string, unknown>;
  /** When all is well. */
  readonly status: number;
}

type NamedRoute = readonly [name: string, route: ApiRoute];

const conversation = ({ conversationId }: RouteIds): string => `/conversations/${conversationId}`;
const memory = (ids: RouteIds): string => `${conversation(ids)}/memory`;
const messages = (ids: RouteIds): string => `${conversation(ids)}/messages`;

/** Routes whose path names a conversation; erasing is the last. */
export const PATHS_OF_A_CONVERSATION: readonly NamedRoute[] = [
  ['GET /conversations/{id}', { method: 'GET', path: conversation, status: 200 }],
  ['GET /conversations/{id}/messages', { method: 'GET', path: messages, status: 200 }],
  [
    'PATCH /conversations/{id}',
    { method: 'PATCH', path: conversation, json: () => ({ title: 'New' }), status: 200 },
  ],
  ['GET /conversations/{id}/memory', { method: 'GET', path: memory, status: 200 }],
  ['DELETE /conversations/{id}/memory', { method: 'DELETE', path: memory, status: 200 }],
  ['DELETE /conversations/{id}', { method: 'DELETE', path: conversation, status: 200 }],
];

/** Routes that name a conversation, be it in the body. */
export const ROUTES_OF_A_CONVERSATION: readonly NamedRoute[] = [
  [
    'POST /chat',
    {
      method: 'POST',
      path: () => '/chat',
      json: ({ conversationId }) => ({ message: 'Hi', conversation_id: conversationId }),
      status: 200,
    },
  ],
  ...PATHS_OF_A_CONVERSATION,
];

/** Every route that both contracts have. */
export const API_ROUTES: readonly NamedRoute[] = [
  ['POST /conversations', { method: 'POST', path: () => '/conversations', json: () => ({}), status: 201 }],
  ['GET /conversations', { method: 'GET', path: () => '/conversations', status: 200 }],
  ['GET /turns/{id}', { method: 'GET', path: ({ turnId }) => `/turns/${turnId}`, status: 200 }],
  [
    'POST /turns/{id}/cancel',
    { method: 'POST', path: ({ turnId }) => `/turns/${turnId}/cancel`, status: 200 },
  ],
  ...ROUTES_OF_A_CONVERSATION,
];

/** The request that a route asks for. */
export const requestOf = (route: ApiRoute, ids: RouteIds): { path: string; call: Call } => ({
  path: route.path(ids),
  call: { method: route.method, ...(route.json && { json: route.json(ids) }) },
});
