import type { MemoryEntry } from '../../src/memory/memory-entry.js';

/** A tail of a conversation, with all that its text may not be confused by. */
export const aMemoryEntry = (changed: Partial<MemoryEntry> = {}): MemoryEntry => ({
  conversationId: '01936f6e-0000-7000-8000-000000000001',
  owner: 'hash of the owner',
  lastTurnNo: 10,
  answeredTurnNo: 9,
  revision: 2,
  size: 10,
  summary: { text: 'What was "said" before', throughSeq: 4 },
  messages: [
    { seq: 1, role: 'user', content: 'One "quoted" \\ \n and 🦜' },
    { seq: 2, role: 'assistant', content: '_function_|{"value":"9.9.9 {}"}' },
  ],
  ...changed,
});
