import { parseArgs } from 'node:util';
import { z } from 'zod';

const SECTION_NAMES = ['main', 'long', 'crowd', 'added', 'start'] as const;
export type SectionName = (typeof SECTION_NAMES)[number];

/** What `npm run bench -- turn` does when no section is named. */
const DEFAULT_SECTIONS: readonly SectionName[] = ['main', 'long', 'crowd'];

/** What was asked of the bench. */
export interface TurnOptions {
  readonly sections: readonly SectionName[];
  readonly repetitions: number;
  /** Of one run of one server. */
  readonly seconds: number;
  /** Clients at once, one main table row group each. */
  readonly concurrency: readonly number[];
  /** What every client says, in every section. */
  readonly message: string;
}

/** Needs no lookup in the knowledge base, so that both servers have the same to do. */
const SMALL_TALK = 'Thank you very much!';

const positive = z.coerce.number<string>().positive();
const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const sections = { main: flag, long: flag, crowd: flag, added: flag, start: flag };

/**
 * `--repetitions 5 --seconds 6 --concurrency 1,16,64,256 --message 'Hello'`, and the sections: `--main --long --crowd --added --start`.
 * @throws Error at an option or value that it doesn't know
 */
export function turnOptions(args: string[]): TurnOptions {
  const options = { ...sections, repetitions: text, seconds: text, concurrency: text, message: text };
  const { values } = parseArgs({ args, options });
  const named = SECTION_NAMES.filter((name) => values[name] === true);
  return {
    sections: named.length > 0 ? named : DEFAULT_SECTIONS,
    repetitions: positive.parse(values.repetitions ?? '5'),
    seconds: positive.parse(values.seconds ?? '6'),
    concurrency: z.array(positive).parse((values.concurrency ?? '1,16,64,256').split(',')),
    message: values.message ?? SMALL_TALK,
  };
}
