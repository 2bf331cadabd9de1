import { randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const SECRET_FILE = 'jwt-secret';
const SECRET_BYTES = 48;

/**
 * The HS256 secret that an installation without settings signs its tokens with: 64 characters, made once and kept in
 * `dataDir/jwt-secret` (mode 0600). Processes that start together end with the same one.
 */
export async function developmentSecret(dataDir: string): Promise<string> {
  const file = join(dataDir, SECRET_FILE);
  const kept = await readIfThere(file);
  if (kept !== null) return kept;
  await mkdir(dataDir, { recursive: true });
  await publish(file, randomBytes(SECRET_BYTES).toString('base64url'));
  return (await readFile(file, 'utf8')).trim();
}

/** Whole or not at all, and never over another's: a link fails where the name is taken. */
async function publish(file: string, secret: string): Promise<void> {
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, `${secret}\n`, { mode: 0o600, flag: 'wx' });
  try {
    await link(draft, file);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  } finally {
    await rm(draft);
  }
}

async function readIfThere(file: string): Promise<string | null> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  }
}

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;
