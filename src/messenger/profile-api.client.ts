import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { z } from 'zod';
import { Settings } from '../config/settings.js';
import { type GraphCall, GraphClient, type GraphReply } from './graph.client.js';
import { type GraphFailure, graphFailure, noAnswer, notConnected } from './graph-failure.js';
import { graphUrl } from './graph-url.js';
import type { PageAccess } from './page-tokens.js';
import { PROFILE_FIELDS } from './profile-difference.js';
import { usageOf } from './usage-headers.js';

/** What a page shows, by property; what it does not have is absent. */
export type PageProfile = Readonly<Record<string, unknown>>;

type Answer<T> =
  | { readonly content: T; readonly failure: null }
  | { readonly content: null; readonly failure: GraphFailure };

const found = z
  .object({ data: z.array(z.record(z.string(), z.unknown())) })
  .transform(({ data }) => Object.fromEntries(data.flatMap((one) => Object.entries(one))));
const done = z.object({ result: z.literal('success') });

/**
 * Meta's Messenger Profile API, which takes ten calls in ten minutes for a page; none is repeated here, and none rejects.
 * https://developers.facebook.com/docs/messenger-platform/reference/messenger-profile-api
 */
@Injectable()
export class ProfileApiClient implements OnApplicationShutdown {
  private readonly graph = new GraphClient();

  constructor(private readonly settings: Settings) {}

  onApplicationShutdown(): void {
    this.graph.close();
  }

  async read(page: PageAccess): Promise<Answer<PageProfile>> {
    return answerOf(await this.call(page, { method: 'GET', body: null }), found);
  }

  /** Null: it is written. */
  async write(page: PageAccess, properties: PageProfile): Promise<GraphFailure | null> {
    return answerOf(await this.call(page, { method: 'POST', body: properties }), done).failure;
  }

  /** Null: they are gone. */
  async remove(page: PageAccess, fields: readonly string[]): Promise<GraphFailure | null> {
    return answerOf(await this.call(page, { method: 'DELETE', body: { fields } }), done).failure;
  }

  private call(
    { pageId, token }: PageAccess,
    { method, body }: Pick<GraphCall, 'method' | 'body'>,
  ): Promise<GraphReply> {
    const { messenger } = this.settings;
    const url = graphUrl(messenger, { pageId, edge: 'messenger_profile' }, token);
    if (method === 'GET') url.searchParams.set('fields', PROFILE_FIELDS.join());
    return this.graph.call({
      method,
      url,
      token,
      body,
      timeoutMs: messenger.sendTimeoutMs,
      mayWrite: () => true,
    });
  }
}

function answerOf<T>(reply: GraphReply, success: z.ZodType<T>): Answer<T> {
  if (reply.kind === 'unwritten') return { content: null, failure: notConnected(reply.code) };
  if (reply.kind === 'unread') return { content: null, failure: noAnswer(reply.code) };
  const { status, headers, body } = reply;
  const content = status < 300 ? success.safeParse(body) : null;
  if (content?.success) return { content: content.data, failure: null };
  const retryAfterMs = usageOf(headers).regainMs || null;
  return { content: null, failure: { ...graphFailure(status, body), retryAfterMs } };
}
