import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, stat, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';

const keyBytes = 32;
const generated = 'generate:';

/** The key that seals credentials cannot be used; the message never holds it. */
export class SealKeyError extends Error {
  override readonly name = 'SealKeyError';
}

/**
 * @param text 32 bytes as hex or Base64, or `generate:<absolute path>`: the file's key, made (mode 0600) when there is none
 * @throws SealKeyError
 */
export async function loadSealKey(text: string): Promise<Buffer> {
  if (!text.startsWith(generated)) return decodeKey(text.trim());
  const path = text.slice(generated.length);
  await makeKeyFile(path);
  // Windows has no such modes.
  if (process.platform !== 'win32' && ((await stat(path)).mode & 0o077) !== 0) {
    throw new SealKeyError(`${path} may be read by others: chmod 600 it`);
  }
  return decodeKey((await readFile(path, 'utf8')).trim());
}

function decodeKey(text: string): Buffer {
  const key = /^[0-9a-fA-F]{64}$/.test(text) ? Buffer.from(text, 'hex') : fromBase64(text);
  if (key.length !== keyBytes) throw new SealKeyError('the seal key must be 32 bytes as hex (64 digits) or Base64');
  return key;
}

function fromBase64(text: string): Buffer {
  return /^[A-Za-z0-9+/_-]{43}=?$/.test(text) ? Buffer.from(text, 'base64') : Buffer.alloc(0);
}

/** Written aside, then linked: whoever reads the path finds a whole key, and of two processes that start together one wins. */
async function makeKeyFile(path: string): Promise<void> {
  if (await exists(path)) return;
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const aside = `${path}.${randomBytes(6).toString('hex')}`;
  const file = await open(aside, 'wx', 0o600);
  try {
    await file.writeFile(`${randomBytes(keyBytes).toString('base64')}\n`);
    await file.sync();
    await link(aside, path);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  } finally {
    await file.close();
    await unlink(aside);
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
}

function errorCode(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}
