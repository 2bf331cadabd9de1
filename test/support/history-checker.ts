import { type Addressee, isCutShort, type Operation, prefixAnswer, SHOWN_MESSAGES } from './history.js';
import type { StoredHistory, StoredMessage } from './history-store.js';

/** What is wrong with a history, one sentence each, its kind first; empty when it keeps every promise. */
export function checkHistory(operations: readonly Operation<Addressee>[], stored: StoredHistory): string[] {
  const questions = Map.groupBy(
    stored.messages.filter(({ role }) => role === 'user'),
    ({ content }) => content,
  );
  const answers = Map.groupBy(
    stored.messages.filter(({ role }) => role === 'assistant'),
    ({ turnId }) => turnId,
  );
  const conversationOf = ({ text, conversation, answers: [told] }: Operation<Addressee>): string | null =>
    questions.get(text)?.[0]?.conversationId ?? told?.conversation_id ?? conversation.id;
  const kept = Map.groupBy(operations, conversationOf);
  for (const id of stored.erased) kept.delete(id);
  return [
    ...counted(stored),
    ...stored.foreignWrites.map((note) => `superseded: ${note}`),
    ...[...kept.values()]
      .flat()
      .flatMap((operation) => checkOperation(operation, questions.get(operation.text) ?? [], answers)),
    ...[...Map.groupBy(stored.messages, ({ conversationId }) => conversationId)].flatMap(([id, messages]) => [
      ...checkLine(messages),
      ...checkRealTime(kept.get(id) ?? [], questions),
    ]),
  ];
}

function counted({ messages, turns, open }: StoredHistory): string[] {
  const questions = messages.filter(({ role }) => role === 'user').length;
  return [
    ...(open === 0 ? [] : [`open: ${open} turns have not ended`]),
    ...(turns === questions ? [] : [`lost: ${turns} turns have ${questions} questions`]),
  ];
}

/** A message is stored once at most, and as whatever its sender was told. */
function checkOperation(
  operation: Operation<Addressee>,
  questions: readonly StoredMessage[],
  answers: ReadonlyMap<string, readonly StoredMessage[]>,
): string[] {
  const { text, turnIds, isRefused } = operation;
  const [question] = questions;
  if (questions.length > 1) return [`doubled: "${text}" is stored ${questions.length} times`];
  if (isRefused && question) return [`differs: "${text}" was refused, and is stored`];
  if (turnIds.size === 0) return [];
  if (!question) return [`lost: "${text}" was acknowledged`];
  const others = [...turnIds].filter((turnId) => turnId !== question.turnId);
  if (others.length > 0) return [`differs: "${text}" is turn ${question.turnId}, not ${others.join(', ')}`];
  return checkAnswers(operation, question, answers.get(question.turnId) ?? []);
}

/** There is one answer at most; every reply told just that. */
function checkAnswers(
  { text, answers: replies }: Operation<Addressee>,
  question: StoredMessage,
  [answer, ...more]: readonly StoredMessage[],
): string[] {
  if (more.length > 0) return [`doubled: "${text}" has ${more.length + 1} answers`];
  if (replies.length === 0) return [];
  if (!answer) return [`lost: the answer to "${text}"`];
  const told = JSON.stringify([
    question.conversationId,
    question.turnId,
    question.id,
    answer.id,
    answer.content,
  ]);
  return replies
    .map((reply) => [
      reply.conversation_id,
      reply.metadata.turn_id,
      reply.user_message_id,
      reply.assistant_message_id,
      reply.response,
    ])
    .filter((reply) => JSON.stringify(reply) !== told)
    .map((reply) => `differs: "${text}" was told ${JSON.stringify(reply)}, stored is ${told}`);
}

/** Turns are numbered without a gap, questions are odd, answers even, and each answer saw exactly what is before it. */
function checkLine(messages: readonly StoredMessage[]): string[] {
  const problems: string[] = [];
  const before: string[] = [];
  let lastTurnNo = 0;
  for (const { conversationId, seq, role, content, turnNo, state } of messages) {
    const place = `${conversationId} ${seq}`;
    if (role === 'user' && turnNo !== lastTurnNo + 1)
      problems.push(`order: ${place} follows turn ${lastTurnNo}`);
    if (seq !== 2 * turnNo - (role === 'user' ? 1 : 0))
      problems.push(`order: ${place} belongs to turn ${turnNo}`);
    const told = role === 'assistant' && !isCutShort(content);
    if (told && content !== prefixAnswer(before.slice(-SHOWN_MESSAGES - 1)))
      problems.push(`context: ${place} saw something else than the ${before.length} messages before it`);
    if (role === 'assistant' && state !== 'answered') problems.push(`state: ${place} is of a turn ${state}`);
    lastTurnNo = turnNo;
    before.push(content);
  }
  return problems;
}

/** A message that was acknowledged before another one was sent comes before it. */
function checkRealTime(
  operations: readonly Operation<Addressee>[],
  questions: ReadonlyMap<string, readonly StoredMessage[]>,
): string[] {
  const placed = operations
    .flatMap((operation) =>
      (questions.get(operation.text) ?? []).slice(0, 1).map(({ seq }) => ({ operation, seq })),
    )
    .toSorted((a, b) => b.seq - a.seq);
  const problems: string[] = [];
  let firstEnd = Infinity;
  for (const { operation, seq } of placed) {
    if (firstEnd < operation.startedAt)
      problems.push(`order: "${operation.text}" (${seq}) comes before one that was stored earlier`);
    firstEnd = Math.min(firstEnd, operation.storedAt ?? Infinity);
  }
  return problems;
}
