import * as replies from 'ioredis/built/DataHandler.js';

/**
 * Keeps a reply that makes no sense from ending the process: its connection is ended instead, and made anew. ioredis takes it
 * for granted that a subscriber gets lists that begin with a word; of an empty list or a number in their place it reads what
 * is not there, inside the socket's event, where nobody can catch it. Seen in a fault run, where replies were crossed.
 * Source: ioredis 5.11.1, `handleSubscriberReply` and `returnReply` of built/DataHandler.js.
 * @throws Error when ioredis has changed
 */
export function guardReplies(): void {
  const handler = handlerIn(replies);
  const [take, giveUp] = ['returnReply', 'returnFatalError'].map((name) => methodOf(handler, name));
  const guarded = function (this: unknown, reply: unknown): void {
    try {
      take?.call(this, reply);
    } catch (error) {
      giveUp?.call(this, error);
    }
  };
  Object.defineProperty(handler, 'returnReply', { value: guarded });
}

/** The class's prototype, however the module was loaded. */
function handlerIn(loaded: unknown): object {
  let found = loaded;
  while (typeof found === 'object' && found !== null && 'default' in found) found = found.default;
  const prototype: unknown = typeof found === 'function' ? Reflect.get(found, 'prototype') : null;
  if (typeof prototype !== 'object' || prototype === null) throw new Error('ioredis reads replies otherwise');
  return prototype;
}

function methodOf(handler: object, name: string): (this: unknown, argument: unknown) => void {
  const method: unknown = Reflect.get(handler, name);
  if (typeof method !== 'function') throw new Error(`ioredis has no ${name} any more`);
  return function (this: unknown, argument: unknown) {
    Reflect.apply(method, this, [argument]);
  };
}
