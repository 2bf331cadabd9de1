import { z } from 'zod';

/** What becomes of a process at a checkpoint. */
export const ACTIONS = ['kill', 'stop'] as const;
export type Action = (typeof ACTIONS)[number];

const environment = z.record(z.string(), z.string());

/** What the driver tells a process that it has spawned. */
export const orderSchema = z.discriminatedUnion('type', [
  /** Become a replica: settings, and how far its clock is off. */
  z.object({ type: z.literal('start'), environment, clockShiftMs: z.number() }),
  /** The next time that it comes to the checkpoint. */
  z.object({ type: z.literal('arm'), checkpoint: z.string(), action: z.enum(ACTIONS) }),
  z.object({ type: z.literal('disarm') }),
]);
export type Order = z.infer<typeof orderSchema>;

/** What a process tells its driver. What it did at a checkpoint comes through a pipe of its own: it can't wait for IPC. */
export const newsSchema = z.discriminatedUnion('type', [
  /** Everything is imported; it waits for the order to start. */
  z.object({ type: z.literal('warm') }),
  z.object({ type: z.literal('listening'), url: z.string() }),
]);
export type News = z.infer<typeof newsSchema>;

/** File descriptor of that pipe: a line `<action> <checkpoint>`, written before the action. */
export const HITS = 4;
