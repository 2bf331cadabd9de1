import { createHmac } from 'node:crypto';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { z } from 'zod';
import { Settings } from '../config/settings.js';
import { GraphClient, type GraphReply } from './graph.client.js';
import { type GraphFailure, graphFailure, noAnswer, notConnected } from './graph-failure.js';
import type { TakenPart } from './outbox.repository.js';
import { pageToken } from './page-tokens.js';
import type { Thread } from './thread.js';
import { type Usage, usageOf } from './usage-headers.js';

const GRAPH_URL = 'https://graph.facebook.com';
const NO_USE: Usage = { percent: 0, regainMs: 0 };

export type SenderAction = 'mark_seen' | 'typing_on';

/** What became of a message. */
export type SendOutcome = { readonly usage: Usage } & (
  | { readonly messageId: string; readonly failure: null }
  | { readonly messageId: null; readonly failure: GraphFailure }
);

const success = z.object({ message_id: z.string().min(1) });

/**
 * Meta's Send API, one call at a time and none repeated.
 * https://developers.facebook.com/docs/messenger-platform/reference/send-api
 */
@Injectable()
export class SendApiClient implements OnApplicationShutdown {
  private readonly graph = new GraphClient();

  constructor(private readonly settings: Settings) {}

  onApplicationShutdown(): void {
    this.graph.close();
  }

  /** False: there is no token for the page. */
  answersFor(pageId: string): boolean {
    return pageToken(this.settings.messenger, pageId) !== null;
  }

  /** Sends a part of an answer, unless `mayWrite` says at the last moment that it is not ours any more. Never rejects. */
  async send({ id, pageId, psid, payload }: TakenPart, mayWrite: () => boolean): Promise<SendOutcome> {
    const token = pageToken(this.settings.messenger, pageId);
    if (token === null) return failed(notConnected('no_token'));
    const message = { ...payload, metadata: id };
    const reply = await this.graph.call({
      method: 'POST',
      url: this.url(pageId, token),
      token,
      body: { recipient: { id: psid }, messaging_type: 'RESPONSE', message },
      timeoutMs: this.settings.messenger.sendTimeoutMs,
      mayWrite,
    });
    return outcomeOf(reply);
  }

  /** Shows the person that we have seen the message, or are at it; whether that succeeds matters to nobody. */
  async show(action: SenderAction, { pageId, psid }: Thread): Promise<void> {
    const token = pageToken(this.settings.messenger, pageId);
    if (token === null) return;
    await this.graph.call({
      method: 'POST',
      url: this.url(pageId, token),
      token,
      body: { recipient: { id: psid }, sender_action: action },
      timeoutMs: this.settings.messenger.sendTimeoutMs,
      mayWrite: () => true,
    });
  }

  private url(pageId: string, token: string): URL {
    const { graphUrl, graphVersion, appSecret } = this.settings.messenger;
    const url = new URL(`${graphUrl ?? GRAPH_URL}/${graphVersion}/${encodeURIComponent(pageId)}/messages`);
    const proof = createHmac('sha256', appSecret ?? '')
      .update(token)
      .digest('hex');
    url.searchParams.set('appsecret_proof', proof);
    return url;
  }
}

function outcomeOf(reply: GraphReply): SendOutcome {
  if (reply.kind === 'unwritten') return failed(notConnected(reply.code));
  if (reply.kind === 'unread') return failed(noAnswer(reply.code));
  const { status, headers, body } = reply;
  const usage = usageOf(headers);
  const sent = status < 300 ? success.safeParse(body) : null;
  if (sent?.success) return { messageId: sent.data.message_id, failure: null, usage };
  const failure = graphFailure(status, body);
  return { messageId: null, failure: { ...failure, retryAfterMs: usage.regainMs || null }, usage };
}

const failed = (failure: GraphFailure): SendOutcome => ({ messageId: null, failure, usage: NO_USE });
