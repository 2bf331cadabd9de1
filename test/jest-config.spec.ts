import { spawnSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { NestFactory } from '@nestjs/core';
import { SignJWT } from 'jose';
import OpenAI from 'openai';
import { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';

const manifest = z.object({
  type: z.string().optional(),
  dependencies: z.record(z.string(), z.string()).default({}),
  peerDependencies: z.record(z.string(), z.string()).default({}),
});
const preset = z.object({ transformIgnorePatterns: z.array(z.string()) });
const listedSpecs = z.array(z.string());

const root = join(__dirname, '..');
const testLibraries = ['@nestjs/testing', 'fast-check', 'supertest'];

function read(...path: string[]): unknown {
  return JSON.parse(readFileSync(join(...path), 'utf8'));
}

/** Files of the tests that this one imports. */
const importsOf = (path: string): string[] =>
  [...readFileSync(join(root, path), 'utf8').matchAll(/from '(\.[^']+)\.js'/g)]
    .map(([, to]) => join(dirname(path), `${to}.ts`))
    .filter((imported) => imported.startsWith('test'));

/** True: a database is made for the spec, and with it, as the project wants it, a Redis. */
function usesDatabase(path: string, seen = new Set<string>()): boolean {
  if (path === join('test', 'support', 'database.ts')) return true;
  if (seen.has(path)) return false;
  seen.add(path);
  return importsOf(path).some((imported) => usesDatabase(imported, seen));
}

const manifestOf = (folder: string) => manifest.parse(read(folder, 'package.json'));

/** Where `name` is found from the package in `from`, as Node looks for it; `null` when it is not installed. */
function resolveFolder(from: string, name: string): string | null {
  const folder = join(from, 'node_modules', name);
  if (existsSync(join(folder, 'package.json'))) return folder;
  return from === root ? null : resolveFolder(join(from, '..'), name);
}

/** Adds to `found` the folders of the named packages and of everything they depend on. */
function collect(from: string, names: string[], found: Set<string>): Set<string> {
  for (const name of names) {
    const folder = resolveFolder(from, name);
    if (folder === null || found.has(folder)) continue;
    found.add(folder);
    const { dependencies, peerDependencies } = manifestOf(folder);
    collect(folder, Object.keys({ ...dependencies, ...peerDependencies }), found);
  }
  return found;
}

function esModulePackages(): string[] {
  const names = [...Object.keys(manifestOf(root).dependencies), ...testLibraries];
  const folders = [...collect(root, names, new Set())];
  const esModules = folders.filter((folder) => manifestOf(folder).type === 'module');
  return [...new Set(esModules.map((folder) => folder.replace(/^.*node_modules\//, '')))].sort();
}

/** The specs that a run of that name takes, by their paths below `test` or `src`. */
function specsOf(run: string): string[] {
  const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
  const { stdout } = spawnSync(process.execPath, [jest, '--listTests', '--json', '--selectProjects', run], {
    cwd: root,
    encoding: 'utf8',
  });
  return listedSpecs.parse(JSON.parse(stdout)).map((path) => relative(root, path));
}

describe('the jest configuration', () => {
  it('compiles exactly those installed packages that are ES modules', () => {
    const [pattern] = preset.parse(read(root, 'test', 'jest-preset.json')).transformIgnorePatterns;

    const listed = /\(\?:([^()]+)\)\/\)$/.exec(pattern ?? '')?.[1]?.split('|');

    expect(listed).toEqual(esModulePackages());
  });

  it('runs every spec without Redis', () => {
    const specs = globSync('{src,test}/**/*.spec.ts', { cwd: root });

    expect(specsOf('without Redis').sort()).toEqual(specs.sort());
  });

  it('runs the end-to-end suite with Redis, too, but for what brings its own, sets nothing, or has no database', () => {
    const specs = globSync('test/e2e/**/*.spec.ts', { cwd: root });
    const hasMode = (path: string): boolean => !/\/(start|redis-)/.test(path) && usesDatabase(path);

    expect(specsOf('with Redis').sort()).toEqual(specs.filter(hasMode).sort());
  });

  it('loads the libraries that are ES modules', () => {
    expect([NestFactory.constructor, SignJWT, OpenAI, DataSource].map((library) => typeof library)).toEqual(
      Array(4).fill('function'),
    );
    expect(uuidv7()).toMatch(/^[0-9a-f-]{36}$/);
  });
});
