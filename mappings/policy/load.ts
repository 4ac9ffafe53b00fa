import { readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ProfileError } from '../engine/errors.ts';
import { type ProfileSource, resolve } from '../engine/inherit.ts';
import type { Locate } from '../engine/place.ts';
import { keysOf } from '../engine/problem.ts';
import { parseYaml, type YamlText } from '../engine/yaml-text.ts';
import { compileSchema } from '../schema.ts';
import { compilePolicy } from './compile.ts';
import type { Policy, PolicyTable } from './types.ts';

const policyDir = fileURLToPath(new URL('.', import.meta.url));
const violations = compileSchema(readSchema('./policy.schema.json'), {
  schemas: [readSchema('../model/event.schema.json')],
});

/**
 * Reads, resolves, checks and compiles every table under mappings/policy/, once, at start.
 * @throws ProfileError at the first thing that is wrong.
 */
export async function loadPolicy(): Promise<Policy> {
  return compilePolicy((await loadTables()).map(({ table }) => table));
}

/** @returns the tables after inheritance, with the ids from each to its eldest ancestor. @throws ProfileError */
export async function loadTables(): Promise<Array<{ readonly table: PolicyTable; readonly chain: readonly string[] }>> {
  const files = (await readdir(policyDir, { recursive: true })).filter((file) => file.endsWith('.yaml')).sort();
  const texts = files.map(async (file) => ({
    file: ['mappings', 'policy', ...file.split(sep)].join('/'),
    text: await readFile(join(policyDir, file), 'utf8'),
  }));
  return resolveTables(await Promise.all(texts));
}

/** @throws ProfileError for what is wrong in a text, and for two tables of one id or region. */
export function resolveTables(
  texts: ReadonlyArray<{ readonly file: string; readonly text: string }>,
): Array<{ readonly table: PolicyTable; readonly chain: readonly string[] }> {
  const sources = texts.map(({ file, text }) => toSource(parseYaml(text, file), file));
  const byId = new Map(sources.map((source) => [source.id, source]));
  const taken = new Map<string, string>();
  return sources.map((source) => {
    const { document, chain, locate } = resolve(source, (id) => byId.get(id), byId.keys());
    checkTable(document, locate);
    const { region = '' } = document;
    for (const key of [`id ${source.id}`, `region ${region}`]) {
      const twin = taken.get(key);
      if (twin !== undefined) throw new ProfileError(locate([key.split(' ')[0] ?? '']), `is that of ${twin}, too`);
      taken.set(key, source.file);
    }
    return { table: document, chain };
  });
}

function toSource({ document, lineOf }: YamlText, file: string): ProfileSource {
  const place = { file, keyPath: 'id', chain: [] };
  if (typeof document !== 'object' || document === null || !('id' in document) || typeof document.id !== 'string') {
    throw new ProfileError(place, 'is missing');
  }
  const parent = 'extends' in document && typeof document.extends === 'string' ? { parent: document.extends } : {};
  return { id: document.id, file, lineOf, document: { ...document }, ...parent };
}

function checkTable(document: unknown, locate: Locate): asserts document is PolicyTable {
  const [violation] = violations(document);
  if (violation !== undefined) throw new ProfileError(locate(keysOf(violation.pointer)), violation.message);
}

function readSchema(file: string): object {
  return JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8'));
}
