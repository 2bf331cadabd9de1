/**
 * The end of that work, which goes on when it takes longer. What came while this process was busy, or not even awake, still
 * counts.
 * @throws what `work` throws, and after `withinMs` what `failure` makes
 */
export function inTime<T>(
  work: Promise<T>,
  withinMs: number,
  failure: () => Error = () => new Error(`no answer within ${withinMs} ms`),
): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = (): void => reject(failure());
    const timer = setTimeout(() => setImmediate(late), withinMs); // Behind the reading of sockets.
    void work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
