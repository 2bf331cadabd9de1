import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const service = z.object({
  image: z.string(),
  command: z.union([z.string(), z.array(z.string())]).optional(),
  depends_on: z.union([z.array(z.string()), z.record(z.string(), z.unknown())]).default([]),
  environment: z.record(z.string(), z.coerce.string()).default({}),
  healthcheck: z.object({ test: z.array(z.string()) }).optional(),
  networks: z.array(z.string()),
  ports: z.array(z.string()).default([]),
  stop_grace_period: z.string().default('10s'),
  volumes: z.array(z.string()).default([]),
});
export type ComposeService = z.infer<typeof service>;

const composeFile = z.object({
  services: z.record(z.string(), service),
  networks: z.record(z.string(), z.object({ internal: z.boolean().optional() }).nullable()),
  volumes: z.record(z.string(), z.null()),
  secrets: z.record(z.string(), z.object({ environment: z.string() })),
});

const COMPOSE = 'docker-compose.yml';
const VARIABLE = /\$\{(\w+)(?:(:?[-?])((?:[^{}])*))?\}/g;

/** docker-compose.yml as Docker reads it, variables not filled in. */
export const compose = composeFile.parse(parse(readFileSync(COMPOSE, 'utf8'), { merge: true }));

/** @throws Error when the file has no such service */
export function composeService(name: string): ComposeService {
  const found = compose.services[name];
  if (!found) throw new Error(`${COMPOSE} has no service ${name}`);
  return found;
}

/** The variables that must be given, for there is no default. */
export function requiredVariables(): string[] {
  const found = [...readFileSync(COMPOSE, 'utf8').matchAll(VARIABLE)];
  const required = found.filter(([, , operator]) => operator === undefined || operator.endsWith('?'));
  return [...new Set(required.map(([, name = '']) => name))].sort();
}

/**
 * Fills variables in as Compose does: `${A}`, `${A:-default}`, `${A?message}` and `${A:?message}`.
 * @throws Error for a required one that is missing
 */
export function filledIn(text: string, given: Readonly<Record<string, string>>): string {
  return text.replace(VARIABLE, (_, name: string, operator: string | undefined, rest: string | undefined) => {
    const value = given[name];
    const isGiven = operator?.startsWith(':') ? Boolean(value) : value !== undefined;
    if (isGiven) return value ?? '';
    if (!operator?.endsWith('-')) throw new Error(`${name} is missing: ${rest ?? ''}`);
    return rest ?? '';
  });
}

/** One instruction of the Dockerfile, its continued lines joined. */
export interface Instruction {
  readonly name: string;
  readonly text: string;
}

/** The instructions of the Dockerfile by stage; a stage without a name is called by its number. */
export function dockerfileStages(): Map<string, Instruction[]> {
  const stages = new Map<string, Instruction[]>();
  const text = readFileSync('Dockerfile', 'utf8')
    .replace(/^#.*\n/gm, '')
    .replaceAll('\\\n', ' ');
  for (const line of text.split('\n').filter(Boolean)) {
    const [name = '', ...words] = line.trim().split(/\s+/);
    if (name === 'FROM') stages.set(words[2] ?? String(stages.size), []);
    [...stages.values()].at(-1)?.push({ name, text: words.join(' ') });
  }
  return stages;
}

/** What stands behind that word, once for each time it is used. */
export const textsOf = (name: string, stage: readonly Instruction[]): string[] =>
  stage.filter((instruction) => instruction.name === name).map(({ text }) => text);

/** `1m30s`, `90s`, `500ms` in ms. */
export function milliseconds(duration: string): number {
  const units = new Map([
    ['ms', 1],
    ['s', 1000],
    ['m', 60_000],
    ['h', 3_600_000],
  ]);
  const parts = [...duration.matchAll(/(\d+)(ms|s|m|h)/g)];
  return parts.reduce((sum, [, count = '', unit = '']) => sum + Number(count) * (units.get(unit) ?? 0), 0);
}
