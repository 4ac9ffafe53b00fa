import { resolve } from 'node:path';
import { readEnv } from './env.ts';
import { isRecord } from './guards.ts';
import type { ConfigProblem, KeyPath } from './problem.ts';
import { readSecretFile } from './secret-file.ts';

/** A configuration with its references replaced, and which values came from one. */
export interface Resolved {
  readonly value: unknown;
  /** Values that came from a reference; `whole`: the reference was the whole string, so it may stand for a number. */
  readonly references: ReadonlyArray<{ readonly path: KeyPath; readonly whole: boolean }>;
  readonly problems: readonly ConfigProblem[];
}

const reference = /\$\{([^}]*)\}/g;

/**
 * Replaces `${file:path}`, `${env:NAME}` and `${env:NAME:-default}` in every string value; keys are left alone.
 * @param baseDir relative paths of `${file:…}` start here.
 * @returns the new value and every reference that could not be followed; the input is not changed.
 */
export async function resolveReferences(value: unknown, baseDir: string): Promise<Resolved> {
  const references: Array<{ path: KeyPath; whole: boolean }> = [];
  const problems: ConfigProblem[] = [];

  const walk = async (node: unknown, path: KeyPath): Promise<unknown> => {
    if (typeof node === 'string') return replace(node, path);
    if (Array.isArray(node)) return Promise.all(node.map((item, index) => walk(item, [...path, index])));
    if (!isRecord(node)) return node;
    const entries = Object.entries(node).map(async ([key, item]) => [key, await walk(item, [...path, key])] as const);
    return Object.fromEntries(await Promise.all(entries));
  };

  const replace = async (text: string, path: KeyPath): Promise<string> => {
    const found = [...text.matchAll(reference)];
    if (found.length === 0) return text;
    references.push({ path, whole: found.length === 1 && found[0]?.[0] === text });
    let result = '';
    let end = 0;
    for (const match of found) {
      const part = await follow(match[1] ?? '', baseDir).catch((error: Error) => {
        problems.push({ path, message: error.message });
        return '';
      });
      result += text.slice(end, match.index) + part;
      end = match.index + match[0].length;
    }
    return result + text.slice(end);
  };

  return { value: await walk(value, []), references, problems };
}

/** @throws Error with a message fit to be shown. */
async function follow(target: string, baseDir: string): Promise<string> {
  if (target.startsWith('file:')) return readSecretFile(resolve(baseDir, target.slice('file:'.length)));
  const env = /^env:([A-Za-z_][A-Za-z0-9_]*)(?::-(.*))?$/s.exec(target);
  if (env === null) throw new Error('unknown reference: it must start with file: or env:NAME');
  const value = readEnv(env[1] ?? '') ?? env[2];
  if (value === undefined) throw new Error(`the environment variable ${env[1]} is not set`);
  return value;
}
