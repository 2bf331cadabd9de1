/** From now on this process believes that it is so much later. Timers and the monotonic clock go on as they did. */
export function shiftClock(shiftMs: number): void {
  const now = Date.now;
  const shifted = (): number => now() + shiftMs;
  globalThis.Date = new Proxy(Date, {
    construct: (target, values, self) =>
      Reflect.construct(target, values.length === 0 ? [shifted()] : values, self),
    get: (target, property) => (property === 'now' ? shifted : Reflect.get(target, property)),
  });
}
