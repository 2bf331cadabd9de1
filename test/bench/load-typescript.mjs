import { transformSync } from '@swc/core';
import { existsSync, readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

// Lets Node run the TypeScript of this project as Jest does: `./file.js` may mean file.ts, and there is a __dirname.
const cwd = fileURLToPath(new URL('../..', import.meta.url));
const isSource = (url) =>
  url?.startsWith('file:') && !url.includes('/node_modules/') && !url.includes('/dist/');

registerHooks({
  resolve(specifier, context, next) {
    if (!specifier.startsWith('.') || !isSource(context.parentURL)) return next(specifier, context);
    const source = new URL(specifier.replace(/\.js$/, '.ts'), context.parentURL);
    return next(existsSync(source) ? source.href : specifier, context);
  },
  load(url, context, next) {
    if (!isSource(url) || !url.endsWith('.ts')) return next(url, context);
    const filename = fileURLToPath(url);
    const { code } = transformSync(readFileSync(filename, 'utf8'), { filename, cwd, sourceMaps: 'inline' });
    const source = code.includes('__dirname') ? `const __dirname = import.meta.dirname; ${code}` : code;
    return { format: 'module', source, shortCircuit: true };
  },
});
