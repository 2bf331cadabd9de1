import { runFaults } from './harness/fault-run.js';
import { faultOptions } from './harness/options.js';
import { isKept, jsonReport, report } from './harness/report.js';

// npm run faults -- --seconds 60 --seed 1 --replicas 3 --only kill,redis --no-redis --json
// Exits with 0 where every promise is kept and the run proved something, else with 1.

const say = (text: string): void => void process.stderr.write(`${text}\n`);

async function main(): Promise<void> {
  const options = faultOptions(process.argv.slice(2));
  const startedAt = performance.now();
  const tell = (text: string): void =>
    say(`${Math.round((performance.now() - startedAt) / 1000)} s: ${text}`);
  const interruption = new AbortController();
  process.once('SIGINT', () => interruption.abort());
  say(`seed ${options.seed}`);
  const outcome = await runFaults(options, { onProgress: tell, end: interruption.signal });
  process.stdout.write(`${options.isJson ? jsonReport(outcome) : report(outcome)}\n`);
  process.exitCode = isKept(outcome) ? 0 : 1;
}

main().catch((error: unknown) => {
  say(error instanceof Error ? String(error.stack) : String(error));
  process.exitCode = 1;
});
