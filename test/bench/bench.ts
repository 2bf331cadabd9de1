import { intents } from './intents.js';
import { knowledge } from './knowledge.js';
import { stream } from './stream.js';
import { turn } from './turn.js';
import { webhook } from './webhook.js';

const BENCHES: Readonly<Record<string, (args: string[]) => Promise<void>>> = {
  intents,
  knowledge,
  stream,
  turn,
  webhook,
};

// npm run bench -- <name> [options]
const [name = '', ...args] = process.argv.slice(2);
const bench = BENCHES[name];
if (!bench) {
  console.error(`Which bench? npm run bench -- ${Object.keys(BENCHES).join(' | ')}`);
  process.exitCode = 1;
}
bench?.(args).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
