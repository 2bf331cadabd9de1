import { z } from 'zod';

const handoff = z.object({ pass_thread_control: z.object({ target_app_id: z.string() }) });

/** What the outbox stores where a thread is to be given to another app, after everything that was said before. */
export const handoffTo = (appId: string): z.infer<typeof handoff> => ({
  pass_thread_control: { target_app_id: appId },
});

/** The app that is to have the thread; null: the payload is a message. */
export function handoffOf(payload: Readonly<Record<string, unknown>>): string | null {
  const read = handoff.safeParse(payload);
  return read.success ? read.data.pass_thread_control.target_app_id : null;
}
