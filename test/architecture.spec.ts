import {
  booleanParameters,
  longFunctions,
  readsOf,
  typeEscapes,
  wideConstructors,
} from './support/house-rules.js';
import { cycleIn, sourceFile, type SourceFile, sourceFiles } from './support/source-files.js';

/** Which folder of `src` may import which. Whatever is not drawn here is refused. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  config: [],
  errors: ['config'],
  auth: ['config', 'errors'],
  http: ['config', 'errors', 'auth', 'database'],
  redis: ['database', 'config'],
  queue: ['observability', 'redis', 'database', 'config'],
  throttle: ['redis', 'auth', 'config', 'errors'],
  observability: ['agent', 'redis', 'auth', 'database', 'config', 'errors'],
  database: ['config', 'errors'],
  agent: ['config', 'errors'],
  knowledge: ['agent', 'database', 'config', 'errors'],
  pipeline: ['agent', 'knowledge', 'observability', 'config', 'errors'],
  conversation: ['agent', 'observability', 'auth', 'database', 'config', 'errors'],
  memory: ['agent', 'conversation', 'observability', 'redis', 'auth', 'database', 'config', 'errors'],
  stream: ['database', 'config', 'errors', 'observability'],
  chat: [
    'stream',
    'queue',
    'throttle',
    'queue',
    'redis',
    'memory',
    'conversation',
    'pipeline',
    'agent',
    'http',
    'auth',
    'database',
    'observability',
    'config',
    'errors',
  ],
  messenger: [
    'chat',
    'health',
    'conversation',
    'agent',
    'http',
    'auth',
    'database',
    'observability',
    'config',
    'errors',
  ],
  health: ['database', 'redis', 'agent', 'config'],
};

/** Files at the top, which may import everything. */
const TOP = ['src/main.ts', 'src/application.ts', 'src/app.module.ts'];

/** Files outside the folders, and who may import them besides the top. */
const ROOT_FILES: Readonly<Record<string, readonly string[]>> = {
  'ormconfig.ts': ['database'],
  'src/in-time.ts': ['redis', 'pipeline', 'messenger'],
  'src/metadata.ts': ['http'],
};

/** Folders inside a folder: one big table or one set of assets each. */
const SUBFOLDERS = ['errors/sentences', 'pipeline/injection'];

const ROLES = [
  ...[
    'module',
    'controller',
    'service',
    'repository',
    'entity',
    'dto',
    'errors',
    'events',
    'config',
    'guard',
    'filter',
  ],
  ...['interceptor', 'middleware', 'client', 'worker', 'agent', 'stage', 'command', 'page'],
];

const all = sourceFiles(['src/**/*.ts', 'test/**/*.ts', 'migrations/*.ts', 'ormconfig.ts']);
const inSource = all.filter(({ path }) => path.startsWith('src/'));
const production = inSource.filter(({ path }) => !path.endsWith('.spec.ts'));

const folderOf = (path: string): string => path.split('/')[1] ?? '';
const pathsOf = (files: readonly SourceFile[]): string[] => files.map(({ path }) => path);

function mayImport(from: string, to: string): boolean {
  if (TOP.includes(from)) return true;
  const folder = folderOf(from);
  if (to in ROOT_FILES) return ROOT_FILES[to]?.includes(folder) ?? false;
  return (
    to.startsWith('src/') && (folderOf(to) === folder || (ARROWS[folder]?.includes(folderOf(to)) ?? false))
  );
}

/** An entity or repository of another folder; an entity may name the one that it refers to by a foreign key. */
function isForeignTable(from: string, to: string): boolean {
  if (!/\.(?:entity|repository)\.ts$/.test(to) || folderOf(from) === folderOf(to)) return false;
  return !(from.endsWith('.entity.ts') && to.endsWith('.entity.ts'));
}

function importsWhere(
  files: readonly SourceFile[],
  isRefused: (from: string, to: string) => boolean,
): string[] {
  return files.flatMap(({ path, imports }) =>
    imports.filter((imported) => isRefused(path, imported)).map((imported) => `${path} → ${imported}`),
  );
}

describe('the drawing', () => {
  it('reads the whole of the source', () => {
    expect(pathsOf(inSource)).toEqual(
      expect.arrayContaining(['src/main.ts', 'src/errors/expected.errors.ts']),
    );
    expect(all.flatMap(({ imports }) => imports).length).toBeGreaterThan(100);
  });

  it('names every folder and no other', () => {
    const folders = inSource.map(({ path }) => path.split('/').slice(1, -1).join('/')).filter(Boolean);

    expect([...new Set(folders)].sort()).toEqual([...Object.keys(ARROWS), ...SUBFOLDERS].sort());
  });

  it('has no arrow that leads back', () => {
    expect(cycleIn(new Map(Object.entries(ARROWS)))).toBeNull();
  });

  it('holds for every import', () => {
    expect(importsWhere(production, (from, to) => !mayImport(from, to))).toEqual([]);
  });

  it('finds an import against an arrow', () => {
    expect(mayImport('src/conversation/a.ts', 'src/chat/b.ts')).toBe(false);
    expect(mayImport('src/chat/a.ts', 'src/conversation/b.ts')).toBe(true);
    expect(mayImport('src/errors/a.ts', 'test/support/b.ts')).toBe(false);
  });
});

describe('the files', () => {
  it('import each other in no circle', () => {
    expect(cycleIn(new Map(all.map(({ path, imports }) => [path, imports])))).toBeNull();
    expect(
      cycleIn(
        new Map([
          ['a', ['b']],
          ['b', ['c', 'a']],
        ]),
      ),
    ).toEqual(['a', 'b', 'a']);
  });

  it('are named for a known role or for what they make', () => {
    const roleOf = (path: string): string =>
      path
        .replace(/\.spec\.ts$|\.d\.ts$|\.ts$/, '')
        .split('/')
        .at(-1) ?? '';
    const strangers = inSource.filter(({ path }) => {
      const [name = '', role, ...more] = roleOf(path).split('.');
      return !/^[a-z\d-]+$/.test(name) || more.length > 0 || (role !== undefined && !ROLES.includes(role));
    });

    expect(pathsOf(strangers)).toEqual([]);
  });

  it('are no barrels', () => {
    expect(pathsOf(all.filter(({ path }) => path.endsWith('/index.ts')))).toEqual([]);
  });

  it('have at most 250 lines', () => {
    expect(pathsOf(all.filter(({ lineCount }) => lineCount > 250))).toEqual([]);
  });

  it('keep entities and repositories inside their folder', () => {
    const modules = production.filter(({ path }) => !TOP.includes(path));

    expect(importsWhere(modules, isForeignTable)).toEqual([]);
    expect(isForeignTable('src/chat/a.service.ts', 'src/conversation/message.repository.ts')).toBe(true);
  });
});

describe('the code', () => {
  it('has no function over 40 lines', () => {
    const long = sourceFile('long.ts', `const a = () => {${'\n'.repeat(40)}};`);

    expect(all.flatMap((file) => longFunctions(file, 40))).toEqual([]);
    expect(longFunctions(long, 40)).toEqual(['long.ts:1 has 41 lines']);
  });

  it('takes at most four dependencies a class', () => {
    const classes = production.filter(({ path }) => path !== 'src/config/settings.ts');
    const wide = sourceFile('wide.ts', 'class A { constructor(a, b, c, d, e) {} }');

    expect(classes.flatMap((file) => wideConstructors(file, 4))).toEqual([]);
    expect(wideConstructors(wide, 4)).toEqual(['wide.ts:1']);
  });

  it('takes no bare boolean', () => {
    const bare = sourceFile('bare.ts', 'const a = (isA: boolean) => 1;\nfunction b({ isB }: C, d = true) {}');

    expect(production.flatMap(booleanParameters)).toEqual([]);
    expect(booleanParameters(bare)).toEqual(['bare.ts:1', 'bare.ts:2']);
  });

  it('never switches the types off', () => {
    const escapes = ['let a: any;', 'b as string;', '<string>b;', 'c!.d;', '// @ts-ignore', 'e as const;'];

    expect(all.flatMap(typeEscapes)).toEqual([]);
    expect(typeEscapes(sourceFile('e.ts', escapes.join('\n')))).toEqual([
      ...['e.ts:1', 'e.ts:2', 'e.ts:3', 'e.ts:4', 'e.ts (directive)'],
    ]);
  });

  it('reads the environment only in config, at the entry points and in tests', () => {
    const others = production.filter(
      ({ path }) =>
        !path.startsWith('src/config/') && path !== 'src/main.ts' && !path.endsWith('.command.ts'),
    );

    expect(others.flatMap((file) => readsOf(file, 'process', 'env'))).toEqual([]);
    expect(readsOf(sourceFile('e.ts', 'process.env.PORT;'), 'process', 'env')).toEqual(['e.ts:1']);
  });

  it("asks no clock of its own in a turn's or the database's code", () => {
    const timed = production.filter(({ path }) => /^src\/(?:chat|database)\//.test(path));

    expect(timed.flatMap((file) => readsOf(file, 'Date', 'now'))).toEqual([]);
  });
});
