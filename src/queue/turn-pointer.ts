import { z } from 'zod';

/** Name of the queue, in Redis and in PostgreSQL. */
export const TURN_QUEUE = 'turns';

/** Points to a turn that nobody runs. Never its content: whoever takes it asks the database what there is to do. */
export interface TurnPointer {
  readonly conversationId: string;
  readonly turnNo: number;
  /** Tells one offer of the same turn from another: one that still waits or runs swallows the next of its name. */
  readonly attempt: number;
}

const turnPointer = z.object({
  conversationId: z.uuid(),
  turnNo: z.int().positive(),
  attempt: z.int().nonnegative(),
});

/** The pointer that a job carries. @throws ZodError for what is none, such as the job of another version */
export const readPointer = (data: unknown): TurnPointer => turnPointer.parse(data);

/** As BullMQ keeps it. A colon is not allowed in an id. */
export function jobOf(pointer: TurnPointer): { name: string; data: TurnPointer; opts: { jobId: string } } {
  const { conversationId, turnNo, attempt } = pointer;
  return {
    name: 'turn',
    data: { conversationId, turnNo, attempt },
    opts: { jobId: `${conversationId}-${turnNo}-${attempt}` },
  };
}
