import { BadSettingsError, loadSettings } from '../config/settings.js';
import { developmentToken, NoDevelopmentTokenError } from './development-token.js';

/** Prints a token for the user that the command line names; see `developmentToken`. */
async function run(userId: string | undefined): Promise<void> {
  const token = await developmentToken(userId, loadSettings(process.env));
  process.stdout.write(`${token}\n`);
}

const isForThePerson = (error: unknown): error is Error =>
  error instanceof NoDevelopmentTokenError || error instanceof BadSettingsError;

run(process.argv[2]).catch((error: unknown) => {
  if (!isForThePerson(error)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
