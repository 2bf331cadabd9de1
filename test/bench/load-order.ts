import { z } from 'zod';

/** What the load generator is told to do. */
export const loadOrder = z.object({
  url: z.string(),
  /** No client asks twice at once. */
  asks: z.discriminatedUnion('kind', [
    /** Each client says the same in its own conversation, again and again. */
    z.object({
      kind: z.literal('chat'),
      clients: z.array(z.object({ deviceId: z.string(), conversationId: z.string() })),
      message: z.string(),
    }),
    /** Each client delivers what people write to a page, one after the other, with Meta's signature. */
    z.object({
      kind: z.literal('webhook'),
      clients: z.number(),
      people: z.number(),
      pageId: z.string(),
      secret: z.string(),
    }),
  ]),
  pace: z.discriminatedUnion('kind', [
    /** Each client asks again as soon as it was answered, until the time is over. */
    z.object({ kind: z.literal('closed'), seconds: z.number() }),
    /** Each client asks that often, again as soon as it was answered. */
    z.object({ kind: z.literal('counted'), turns: z.number() }),
    /** Requests come at this rate whatever becomes of those before; clients take turns. */
    z.object({ kind: z.literal('open'), seconds: z.number(), perSecond: z.number() }),
  ]),
});
export type LoadOrder = z.infer<typeof loadOrder>;
export type ChatAsks = Extract<LoadOrder['asks'], { kind: 'chat' }>;
export type WebhookAsks = Extract<LoadOrder['asks'], { kind: 'webhook' }>;

/** What came of it. */
export const loadReport = z.object({
  turns: z.number(),
  seconds: z.number(),
  p50Ms: z.number(),
  p99Ms: z.number(),
  slowestMs: z.number(),
  /** CPU time of the load generator itself. */
  cpuMs: z.number(),
  failures: z.number(),
  firstFailure: z.string().nullable(),
});
export type LoadReport = z.infer<typeof loadReport>;
