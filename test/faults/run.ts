import { runFaults } from './harness/fault-run.js';
import { faultOptions } from './harness/options.js';
import { isKept, jsonReport, report } from './harness/report.js';
import { withMutant } from './mutants/chosen-mutant.js';
import { runMutants } from './mutants/mutants-command.js';

// npm run faults -- --seconds 60 --seed 1 --replicas 3 --only kill,redis --no-redis --mutant fence-off --json
// npm run faults -- --mutants --only-mutant fence-off --seconds 20 --seed 1 --control
// Exits with 0 where every promise is kept and the run proved something, or every mutant is caught, else with 1.

const say = (text: string): void => void process.stderr.write(`${text}\n`);
const print = (text: string): void => void process.stdout.write(`${text}\n`);

async function main(args: string[]): Promise<void> {
  const interruption = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => {
      say(`${signal}: what there is by now is judged`);
      interruption.abort();
    });
  }
  const { signal: end } = interruption;
  const isWell = args.includes('--mutants')
    ? await runMutants(args, { say, print, end })
    : await run(args, end);
  process.exitCode = isWell ? 0 : 1;
}

async function run(args: string[], end: AbortSignal): Promise<boolean> {
  const options = faultOptions(args);
  const startedAt = performance.now();
  const onProgress = (text: string): void =>
    say(`${Math.round((performance.now() - startedAt) / 1000)} s: ${text}`);
  say(`seed ${options.seed}`);
  const outcome = await withMutant(options, (mutated) => runFaults(mutated, { onProgress, end }));
  print(options.isJson ? jsonReport(outcome) : report(outcome));
  return isKept(outcome);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  say(error instanceof Error ? String(error.stack) : String(error));
  process.exit(1); // Callers may still be at it.
});
