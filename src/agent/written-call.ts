import { z } from 'zod';

/** A call of a tool as an endpoint writes it; what it leaves out is the empty text. */
export interface WrittenCall {
  readonly id: string;
  readonly name: string;
  readonly arguments: string;
}

/** A part of a call, or the whole of it; `index` is the place among the calls, where the endpoint says it. */
export interface CallPiece extends WrittenCall {
  readonly index: number | null;
}

/** The arguments are JSON in a text; some endpoints send the JSON itself. */
const argumentsSchema = z.union([
  z.string(),
  z.record(z.string(), z.unknown()).transform((all) => JSON.stringify(all)),
]);
const callSchema = z
  .object({
    index: z.int().min(0).nullish().catch(null),
    id: z.string().nullish().catch(null),
    function: z.object({ name: z.string().nullish(), arguments: argumentsSchema.nullish() }).nullish(),
  })
  .transform((call): CallPiece => ({
    index: call.index ?? null,
    id: call.id ?? '',
    name: call.function?.name ?? '',
    arguments: call.function?.arguments ?? '',
  }));
/** The list in which an endpoint writes calls; an empty one where there is none. */
export const callsSchema = z
  .array(callSchema)
  .nullish()
  .transform((calls) => calls ?? []);
