import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { ERROR_CODES } from '../../src/errors/error-codes.js';
import type { Setting } from '../../src/config/setting.js';
import { SECTIONS } from '../../src/config/settings.js';
import { DatabaseClient } from '../../src/database/database.client.js';
import { KnowledgeStarterRepository } from '../../src/knowledge/knowledge-starter.repository.js';
import { splitMarkdown } from '../../src/knowledge/markdown-sections.js';
import { StarterKnowledge, starterDocuments } from '../../src/knowledge/starter-knowledge.service.js';
import { KnowledgeDesk } from '../support/knowledge-desk.js';

const openApi = z
  .object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) })
  .parse(JSON.parse(readFileSync('test/fixtures/openapi.json', 'utf8')));
const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync('package.json', 'utf8')));

const settings: readonly Setting<unknown>[] = Object.values(SECTIONS).flatMap((section) =>
  Object.values(section),
);
/** What is served besides the API. */
const PAGES = ['/docs', '/openapi.json'];
/** Looks like a setting, and is what a button of an example tells the agent. */
const NO_SETTING = 'SIZE_L';

let text: string;
let headings: string[];

beforeAll(async () => {
  const sections = (await starterDocuments()).flatMap(({ markdown }) => splitMarkdown(markdown).sections);
  text = sections.map(({ content }) => content).join('\n\n');
  headings = sections.map(({ heading }) => heading);
});

/** What the pattern's first group finds, each once. */
const all = (pattern: RegExp): string[] => [
  ...new Set([...text.matchAll(pattern)].map(([whole, group = whole]) => group)),
];

describe('the starter knowledge', () => {
  it('names every setting and no other', () => {
    const named = all(/\b[A-Z]+(?:_[A-Z]+)+\b/g).filter((name) => name !== NO_SETTING);
    const isOneWord = ({ variable }: Setting<unknown>) => !variable.includes('_');

    const variables = settings.map(({ variable }) => variable);
    expect(variables.filter((variable) => !text.includes(`\`${variable}`))).toEqual([]);
    expect(settings.filter(isOneWord).map(({ variable }) => variable)).toEqual(['PORT', 'HOST', 'ROLE']);
    expect(named.filter((name) => !variables.includes(name))).toEqual([]);
  });

  it('tells the defaults as they are', () => {
    const told = [...text.matchAll(/`([A-Z_]+)` \((v?[\d.,]+)( seconds)?[,)]/g)];

    const defaults = told.map(([, variable = '', value = '', seconds]) => {
      const shown = value.replaceAll(',', '');
      const isInMs = seconds !== undefined && variable.endsWith('_MS');
      return [variable, isInMs ? String(Number(shown) * 1000) : shown];
    });
    expect(told.length).toBeGreaterThan(15);
    expect(defaults).toEqual(
      defaults.map(([variable]) => [
        variable,
        settings.find((setting) => setting.variable === variable)?.defaultText,
      ]),
    );
  });

  it('names only routes that there are', () => {
    const nameless = (path: string) => path.replaceAll(/\{[^}]*\}/g, '{}').replace(/\?.*/, '');
    const routes = Object.entries(openApi.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${nameless(path)}`),
    );
    const paths = [...Object.keys(openApi.paths).map(nameless), ...PAGES];

    const named = all(/`((?:GET|POST|PUT|PATCH|DELETE) \/[^\s`]*)/g).map(nameless);
    const bare = all(/`(\/[^\s`]*)`/g).map((path) => nameless(path).replace(/\/\.\.\.$/, ''));

    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((route) => !routes.includes(route))).toEqual([]);
    expect(
      bare.filter((path) => !paths.some((known) => known === path || known.startsWith(`${path}/`))),
    ).toEqual([]);
  });

  it('names every route of devices', () => {
    const routes = Object.keys(openApi.paths).filter((path) => !/^\/(?:api|health|metrics)/.test(path));

    expect(routes.filter((path) => !text.replaceAll('{id}', '{conversation_id}').includes(path))).toEqual([]);
  });

  it('names only scripts, files and error codes that there are, and every code', () => {
    const runs = all(/npm run ([\w:-]+)/g);
    const files = all(/`((?:src\/|\.env)[\w/.-]*\.\w+|docker-compose\.yml)`/g);
    const codes = all(/\d{3} `(\w+)`/g);

    expect([runs.length, files.length]).toEqual([expect.any(Number), 3]);
    expect(runs.filter((name) => !(name in scripts))).toEqual([]);
    expect(files.filter((path) => !existsSync(path))).toEqual([]);
    expect(codes.filter((code) => !ERROR_CODES.some((known) => known === code))).toEqual([]);
    expect(ERROR_CODES.filter((code) => !text.includes(`\`${code}\``))).toEqual([]);
  });

  it('has each heading once, and no passage without keywords', async () => {
    const sections = (await starterDocuments()).flatMap(({ markdown }) => splitMarkdown(markdown).sections);

    expect(new Set(headings).size).toBe(headings.length);
    expect(sections.filter(({ keywords }) => keywords === '')).toEqual([]);
  });
});

describe(StarterKnowledge.name, () => {
  const ZOO = { source: 'starter/zoo.md', markdown: '# Zoo\n\n## Quokkas\nThey smile.' };
  const NEW_ZOO = { source: 'starter/zoo.md', markdown: '# Zoo\n\n## Numbats\nThey eat termites.' };
  const FARM = { source: 'starter/farm.md', markdown: '# Farm\n\n## Goats\nThey climb.' };
  const OWN = { source: 'starter/zoo.md', markdown: '# Zoo\n\n## Koalas\nThey sleep.' };

  let desk: KnowledgeDesk;
  let starter: StarterKnowledge;

  beforeEach(async () => {
    desk = await KnowledgeDesk.open();
    const starters = new KnowledgeStarterRepository(new DatabaseClient(desk.dataSource));
    starter = new StarterKnowledge(desk.knowledge, starters);
  });
  afterEach(() => desk.close());

  const found = async (): Promise<string[]> =>
    (
      await Promise.all(['quokkas?', 'numbats?', 'goats?', 'koalas?'].map((word) => desk.titles(word)))
    ).flat();

  it('gives a new installation all documents, and the next release its new ones', async () => {
    await starter.give([ZOO]);
    await starter.give([ZOO, FARM]);

    expect(await found()).toEqual(['Quokkas', 'Goats']);
  });

  it('gives a new version of what is there as it was given', async () => {
    await starter.give([ZOO]);
    await starter.give([NEW_ZOO]);
    await starter.give([ZOO]);

    expect(await found()).toEqual(['Quokkas']);
  });

  it('brings nothing back that somebody removed, in no version', async () => {
    await starter.give([ZOO, FARM]);
    await desk.importer.removeSource(ZOO.source);

    await starter.give([ZOO, FARM]);
    await starter.give([NEW_ZOO, FARM]);

    expect(await found()).toEqual(['Goats']);
  });

  it('leaves alone what somebody put in its place', async () => {
    await starter.give([ZOO]);
    await desk.knowledge.importMarkdown([OWN]);

    await starter.give([ZOO]);
    await starter.give([NEW_ZOO]);

    expect(await found()).toEqual(['Koalas']);
  });

  it('takes over what a release before it gave, which noted nothing', async () => {
    await desk.knowledge.importMarkdown([ZOO]);

    await starter.give([NEW_ZOO]);
    await desk.importer.removeSource(ZOO.source);
    await starter.give([NEW_ZOO]);

    expect(await found()).toEqual([]);
  });

  it('makes up for an import that was cut off before it was noted', async () => {
    await starter.give([ZOO]);
    await desk.knowledge.importMarkdown([NEW_ZOO]);

    await starter.give([NEW_ZOO, FARM]);
    await starter.give([ZOO, FARM]);

    expect(await found()).toEqual(['Quokkas', 'Goats']);
  });

  it('gives each once where replicas start together', async () => {
    await Promise.all([1, 2, 3, 4].map(() => starter.give([ZOO, FARM])));

    expect([await desk.count('knowledge_documents'), await desk.count('knowledge_chunks')]).toEqual([2, 2]);
  });
});
