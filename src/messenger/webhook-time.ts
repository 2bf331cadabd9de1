/** Meta waits for 5 s, the way there and back included. */
const ANSWER_WITHIN_MS = 4000;

/**
 * The work's end, or that failure when it takes longer than Meta waits; the work goes on, and another delivery finds it done.
 * @throws what `work` throws, or the failure
 */
export async function inTime<T>(work: Promise<T>, failure: () => Error): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(failure()), ANSWER_WITHIN_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
