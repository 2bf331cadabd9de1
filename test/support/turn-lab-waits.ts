import { MessageRepository } from '../../src/conversation/message.repository.js';
import { Message } from '../../src/conversation/message.entity.js';
import type { AcceptedTurn } from '../../src/chat/turn-line.js';
import type { Hold, TurnRepository } from '../../src/chat/turn.repository.js';
import { DataSource } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { aTurn, aTurnIn, anAnswer } from './turn-lab-factories.js';
import type { TurnLab } from './turn-lab.js';

/** What `accept` gave that waited, on replica `b`, while the conversation went on. */
export type Wait = (lab: TurnLab, accepting: TurnRepository) => Promise<AcceptedTurn | 'known' | null>;

/** The accept comes while the conversation is locked, and `meanwhile` happens before it gets the row. */
async function waitFor(
  lab: TurnLab,
  accepting: TurnRepository,
  hold: Hold,
  meanwhile: () => Promise<unknown>,
): Promise<AcceptedTurn | 'known' | null> {
  const [accepted] = await lab.interleave({
    first: () => lab.a.lock(hold),
    waiting: [() => accepting.accept(aTurnIn(hold))],
    meanwhile,
  });
  return accepted ?? null;
}

/** Turn 1 is answered. */
export const forAnAnswer: Wait = async (lab, accepting) => {
  const hold = await lab.a.start();
  return waitFor(lab, accepting, hold, () => lab.a.turns.complete(hold, anAnswer(), { keep: true }));
};

/** Turn 1 is answered and turn 2, whose question is known, fails: the newest `seq` stays what it was. */
export const forAnAnswerAndAFailure: Wait = async (lab, accepting) => {
  const hold = await lab.a.start();
  const next = await lab.a.start(aTurnIn(hold));
  return waitFor(lab, accepting, hold, async () => {
    await lab.a.turns.complete(hold, anAnswer(), { keep: true });
    await lab.a.turns.fail(next, 'agent_failed', { keep: true });
  });
};

/** Turn 2 is accepted, and both turns fail: no answer tells of it. */
export const forAFailedQuestion: Wait = async (lab, accepting) => {
  const hold = await lab.a.start();
  return waitFor(lab, accepting, hold, async () => {
    const next = await lab.a.start(aTurnIn(hold));
    await lab.a.turns.fail(hold, 'agent_failed', { keep: true });
    await lab.a.turns.fail(next, 'agent_failed', { keep: true });
  });
};

/** Turn 1 failed before; it is reopened and answered: `done_turn_no` is back where it was. */
export const forAReopenedTurn: Wait = async (lab, accepting) => {
  const hold = await lab.a.start();
  await lab.a.turns.fail(hold, 'agent_failed', { keep: true });
  const failed = await lab.a.turns.findById(hold.turnId);
  return waitFor(lab, accepting, hold, async () => {
    const again = failed && (await lab.a.turns.reopen(failed, uuid()));
    return again && lab.a.turns.complete(again, anAnswer(), { keep: true });
  });
};

/** Turn 1 failed and turn 2 was answered before; an answer of turn 1 is imported: no turn number tells of it. */
export const forAnImport: Wait = async (lab, accepting) => {
  const hold = await lab.a.start(aTurn());
  await lab.a.turns.fail(hold, 'agent_failed', { keep: true });
  await lab.a.turns.complete(await lab.a.start(aTurnIn(hold)), anAnswer(), { keep: true });
  const messages = new MessageRepository(
    new DataSource({ type: 'postgres' }).getRepository(Message),
    lab.a.database,
  );
  const imported = {
    id: uuid(),
    turnNo: 1,
    role: 'assistant',
    content: 'imported',
    createdAt: new Date(0),
  } as const;
  return waitFor(lab, accepting, hold, () => messages.insert(hold.conversationId, imported));
};
