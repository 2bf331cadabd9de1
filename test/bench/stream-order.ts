import { z } from 'zod';

/** What the generator of streams is told to do. */
export const streamOrder = z.object({
  url: z.string(),
  path: z.string(),
  /** Stands in the frame that brings the first piece of an answer. */
  first: z.string(),
  /** Each listens again as soon as its answer is whole. */
  clients: z.number(),
  seconds: z.number(),
});
export type StreamOrder = z.infer<typeof streamOrder>;

/** What came of it. Times from the request on, in ms. */
export const streamReport = z.object({
  streams: z.number(),
  seconds: z.number(),
  firstP50Ms: z.number(),
  firstP99Ms: z.number(),
  wholeP50Ms: z.number(),
});
export type StreamReport = z.infer<typeof streamReport>;
