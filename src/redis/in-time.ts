/**
 * What came while this process was busy, or not even awake, still counts.
 * @throws Error after `withinMs`, or what `answer` throws
 */
export function inTime<T>(answer: Promise<T>, withinMs: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = (): void => reject(new Error(`no answer within ${withinMs} ms`));
    const timer = setTimeout(() => setImmediate(late), withinMs); // Behind the reading of sockets.
    void answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
