const { readdirSync } = require('node:fs');
const { dirname, join } = require('node:path');

// es-toolkit/compat, of which only those functions are loaded that are called: Nest's OpenAPI module wants two dozen of the
// 400 files, and Jest reads and compiles every file anew for every spec.
const folder = join(dirname(require.resolve('es-toolkit/package.json')), 'compat');

for (const file of readdirSync(folder).filter((name) => name.endsWith('.js'))) {
  Object.defineProperty(module.exports, file.slice(0, -'.js'.length), {
    enumerable: true,
    get: () => require(join(folder, file)),
  });
}
