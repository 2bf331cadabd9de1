import type { z } from 'zod';
import type { Setting } from './setting.js';
import { agentSection } from './agent.config.js';
import { authSection } from './auth.config.js';
import { chatSection } from './chat.config.js';
import { databaseSection } from './database.config.js';
import { messengerSection } from './messenger.config.js';
import { observabilitySection } from './observability.config.js';
import { serverSection } from './server.config.js';

/** Every setting of Parley, by section, in the order of `.env.example`. */
export const SECTIONS = {
  server: serverSection,
  database: databaseSection,
  auth: authSection,
  chat: chatSection,
  agent: agentSection,
  messenger: messengerSection,
  observability: observabilitySection,
};

type Section = Record<string, Setting<unknown>>;
type Values<S extends Section> = {
  readonly [K in keyof S]: S[K] extends Setting<infer T> ? T : never;
};

/** The values of every setting, read once at the start and injected where they are needed. */
export class Settings {
  constructor(
    readonly server: Values<typeof serverSection>,
    readonly database: Values<typeof databaseSection>,
    readonly auth: Values<typeof authSection>,
    readonly chat: Values<typeof chatSection>,
    readonly agent: Values<typeof agentSection>,
    readonly messenger: Values<typeof messengerSection>,
    readonly observability: Values<typeof observabilitySection>,
  ) {}
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** The start is refused: names every bad setting and what it takes, never a value. */
export class BadSettingsError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(
      `Parley can't start, ${problems.length} bad setting(s):\n${problems.map((p) => `  ${p}`).join('\n')}`,
    );
  }
}

/**
 * Reads every setting from the environment.
 * @throws BadSettingsError naming all bad settings at once
 */
export function loadSettings(environment: Environment): Settings {
  const problems: string[] = [];
  const read = <S extends Section>(section: S) => readSection(section, environment, problems);
  const settings = new Settings(
    read(serverSection),
    read(databaseSection),
    read(authSection),
    read(chatSection),
    read(agentSection),
    read(messengerSection),
    read(observabilitySection),
  );
  if (settings.auth.jwtSecret && settings.auth.jwksUrl) {
    problems.push('JWT_SECRET and JWT_JWKS_URL exclude each other: set one of them');
  }
  if (isHalfSet(settings.messenger)) {
    problems.push(
      'MESSENGER_APP_SECRET, MESSENGER_VERIFY_TOKEN and MESSENGER_PAGE_ACCESS_TOKEN or MESSENGER_PAGES belong together: set all or none',
    );
  }
  if (problems.length > 0) throw new BadSettingsError(problems);
  return settings;
}

/** The channel has some of what it needs, and not all. */
function isHalfSet({ appSecret, verifyToken, pageAccessToken, pages }: Settings['messenger']): boolean {
  const needed = [appSecret, verifyToken, pageAccessToken ?? pages ?? null];
  return needed.some((one) => one !== null) && needed.some((one) => one === null);
}

function readSection<S extends Section>(section: S, environment: Environment, problems: string[]): Values<S> {
  const values: Record<string, unknown> = {};
  for (const [name, setting] of Object.entries(section)) {
    const result = setting.schema.safeParse(environment[setting.variable]);
    if (!result.success) problems.push(problemOf(setting, result.error));
    values[name] = result.data;
  }
  if (!isWhole(section, values)) throw new Error('a setting was not read');
  return values;
}

function problemOf({ variable, limits, tellsFlaws }: Setting<unknown>, { issues }: z.ZodError): string {
  const flaws = tellsFlaws ? issues.map(({ message }) => message) : [];
  return [`${variable}: ${limits}`, ...flaws].join('; ');
}

/** True where every setting of the section has its entry; each is of its type because its schema made it. */
function isWhole<S extends Section>(section: S, values: object): values is Values<S> {
  return Object.keys(section).every((name) => Object.hasOwn(values, name));
}
