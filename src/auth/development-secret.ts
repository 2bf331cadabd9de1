import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const SECRET_FILE = 'jwt-secret';
const SECRET_BYTES = 48;
/** What HS256 asks of its key: RFC 7518, section 3.2. */
const MIN_BYTES = 32;

/**
 * The HS256 secret that an installation without settings signs its tokens with: 64 characters, made once and kept in
 * `dataDir/jwt-secret` (mode 0600). Processes that start together end with the same one.
 * @throws Error where the kept secret is too short
 */
export async function developmentSecret(dataDir: string): Promise<string> {
  const file = join(dataDir, SECRET_FILE);
  if (!existsSync(file)) {
    await mkdir(dataDir, { recursive: true });
    await publish(file, randomBytes(SECRET_BYTES).toString('base64url'));
  }
  const secret = (await readFile(file, 'utf8')).trim();
  if (Buffer.byteLength(secret) < MIN_BYTES)
    throw new Error(`${file} is shorter than ${MIN_BYTES} bytes: remove it`);
  return secret;
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

const hasCode = (error: unknown, code: string): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === code;
