import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { z } from 'zod';
import { Settings } from '../config/settings.js';
import { type GraphCall, GraphClient, type GraphReply } from './graph.client.js';
import { type GraphFailure, graphFailure, noAnswer, notConnected, TOO_LATE } from './graph-failure.js';
import { type GraphPlace, graphUrl } from './graph-url.js';
import { handoffOf } from './handoff.js';
import type { TakenPart } from './outbox.repository.js';
import { pageToken } from './page-tokens.js';
import type { Thread } from './thread.js';
import { type Usage, usageOf } from './usage-headers.js';

const NO_USE: Usage = { percent: 0, regainMs: 0 };

export type SenderAction = 'mark_seen' | 'typing_on';

/** What became of a message. */
export type SendOutcome = { readonly usage: Usage } & (
  | { readonly messageId: string; readonly failure: null }
  | { readonly messageId: null; readonly failure: GraphFailure }
);

const messageTaken = z.object({ message_id: z.string().min(1) }).transform((body) => body.message_id);
/** There is no id then. */
const threadPassed = z.object({ success: z.literal([true, 'true']) }).transform(() => '');

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

  /**
   * Sends a part of an answer, or gives the thread away where the part says so, unless `mayWrite` says at the last moment that
   * it is not ours any more. Never rejects.
   */
  async send({ id, payload, ...thread }: TakenPart, mayWrite: () => boolean): Promise<SendOutcome> {
    const appId = handoffOf(payload);
    if (appId !== null) {
      const pass = { target_app_id: appId, metadata: id };
      const reply = await this.post('pass_thread_control', thread, { body: pass, mayWrite });
      return outcomeOf(reply, threadPassed);
    }
    const body = { messaging_type: 'RESPONSE', message: { ...payload, metadata: id } };
    return outcomeOf(await this.post('messages', thread, { body, mayWrite }), messageTaken);
  }

  /** Shows the person that we have seen the message, or are at it; whether that succeeds matters to nobody. */
  async show(action: SenderAction, thread: Thread): Promise<void> {
    await this.post('messages', thread, { body: { sender_action: action }, mayWrite: () => true });
  }

  private async post(
    edge: GraphPlace['edge'],
    { pageId, psid }: Thread,
    { body, mayWrite }: Pick<GraphCall, 'body' | 'mayWrite'>,
  ): Promise<GraphReply> {
    const { messenger } = this.settings;
    const token = pageToken(messenger, pageId);
    if (token === null) return { kind: 'unwritten', code: 'no_token' };
    return this.graph.call({
      method: 'POST',
      url: graphUrl(messenger, { pageId, edge }, token),
      token,
      body: { recipient: { id: psid }, ...body },
      timeoutMs: messenger.sendTimeoutMs,
      mayWrite,
    });
  }
}

function outcomeOf(reply: GraphReply, success: z.ZodType<string>): SendOutcome {
  if (reply.kind === 'unwritten')
    return failed({ ...notConnected(reply.code), isOutage: reply.code !== TOO_LATE });
  if (reply.kind === 'unread') return failed(noAnswer(reply.code));
  const { status, headers, body } = reply;
  const usage = usageOf(headers);
  const taken = status < 300 ? success.safeParse(body) : null;
  if (taken?.success) return { messageId: taken.data, failure: null, usage };
  const failure = graphFailure(status, body);
  return { messageId: null, failure: { ...failure, retryAfterMs: usage.regainMs || null }, usage };
}

const failed = (failure: GraphFailure): SendOutcome => ({ messageId: null, failure, usage: NO_USE });
