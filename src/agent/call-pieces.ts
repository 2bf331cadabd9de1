import { argumentsOf, MOST_ARGUMENT_CHARACTERS, MOST_CALLS } from './tool-call.js';
import type { CallPiece, WrittenCall } from './written-call.js';

interface Slot {
  readonly index: number | null;
  id: string;
  name: string;
  arguments: string;
}

/**
 * Puts the calls of a streamed answer together. The protocol numbers them and sends id and name once; endpoints are known
 * that number none, that number all of them 0 and send each whole, or that repeat id and name with every piece.
 */
export class CallPieces {
  private readonly slots: Slot[] = [];

  add(pieces: readonly CallPiece[]): void {
    for (const piece of pieces) this.put(piece);
  }

  /** What has come so far, in the order in which it began. */
  written(): WrittenCall[] {
    return this.slots.map(({ id, name, arguments: written }) => ({ id, name, arguments: written }));
  }

  private put(piece: CallPiece): void {
    const slot = this.slotOf(piece);
    if (!slot) return;
    slot.id ||= piece.id;
    slot.name ||= piece.name;
    // One more than is taken, so that it shows that there were more.
    if (slot.arguments.length <= 2 * MOST_ARGUMENT_CHARACTERS) slot.arguments += piece.arguments;
  }

  /** Null: there are too many already. */
  private slotOf(piece: CallPiece): Slot | null {
    const open = this.openSlot(piece);
    if (open && !isAnother(open, piece)) return open;
    if (this.slots.length >= MOST_CALLS) return null;
    const slot = { index: piece.index, id: '', name: '', arguments: '' };
    this.slots.push(slot);
    return slot;
  }

  /** The one that the piece may belong to: the newest of its number, else of its id, else the newest of all. */
  private openSlot({ index, id, name }: CallPiece): Slot | undefined {
    if (index !== null) return this.slots.findLast((slot) => slot.index === index);
    if (id !== '') return this.slots.findLast((slot) => slot.id === id);
    return name === '' ? this.slots.at(-1) : undefined;
  }
}

/** True where the piece begins a call in spite of its number. */
function isAnother(slot: Slot, { id, name, arguments: written }: CallPiece): boolean {
  if (id !== '' && slot.id !== '' && id !== slot.id) return true;
  if (name === '' || slot.name === '') return false;
  if (name !== slot.name) return true;
  return written !== '' && slot.arguments !== '' && argumentsOf(slot.arguments) !== null;
}
