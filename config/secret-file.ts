import { open } from 'node:fs/promises';
import { errorCode } from './guards.ts';

/** No secret of any platform comes near this; a larger file is a wrong path. */
const maxSecretBytes = 65_536;
/** The permission bits of "others" (chmod's last digit). */
const othersMask = 0o007;

/**
 * Reads a secret from a file, without its final line break.
 * @throws Error that names the file (never its content) when it is missing, empty, too large or open to every user of the machine.
 */
export async function readSecretFile(path: string): Promise<string> {
  const file = await open(path, 'r').catch((error: unknown) => {
    throw new Error(`cannot read the secret file ${path} (${errorCode(error)})`);
  });
  try {
    const { mode, size } = await file.stat();
    // Windows has no such bits: there Node reports every file as open to others.
    if (process.platform !== 'win32' && (mode & othersMask) !== 0) {
      throw new Error(`the secret file ${path} is open to every user of this machine: chmod o= ${path}`);
    }
    if (size > maxSecretBytes) throw new Error(`the secret file ${path} is larger than ${maxSecretBytes} bytes`);
    const text = (await file.readFile('utf8')).replace(/\r?\n$/, '');
    if (text === '') throw new Error(`the secret file ${path} is empty`);
    return text;
  } finally {
    await file.close();
  }
}
