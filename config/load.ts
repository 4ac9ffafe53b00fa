import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { convertReferences } from './convert.ts';
import { errorCode } from './guards.ts';
import { maskConfig, secretPaths } from './mask.ts';
import { merge } from './merge.ts';
import { ConfigError, type ConfigProblem, type KeyPath } from './problem.ts';
import { resolveReferences } from './references.ts';
import { checkRules } from './rules.ts';
import { parseSource, type Source } from './source.ts';
import { toHub } from './to-hub.ts';
import type { DeepPartial, FilledConfig, Hub, HubConfig } from './types.ts';
import { validateConfig } from './validate.ts';

/**
 * Loads a configuration file: YAML, then secret references, then the schema with its defaults, then the rules between values.
 * @param file path of the YAML file; relative paths inside it start at its folder.
 * @param overrides laid over the file before anything is checked (tests, command line).
 * @throws ConfigError naming every problem by file, line, column and key; secret values are masked.
 */
export async function loadHub(file: string, overrides?: DeepPartial<HubConfig>): Promise<Hub> {
  const { config, problems } = await readConfig(file, overrides);
  if (config === undefined || problems.length > 0) throw new ConfigError(file, problems);
  return toHub(config, dirname(resolve(file)));
}

/**
 * The configuration as it takes effect, fit to be shown: defaults filled in, secrets masked. Works on a broken file too.
 * @throws ConfigError only when the file cannot be read as YAML.
 */
export async function showConfig(
  file: string,
): Promise<{ readonly value: unknown; readonly problems: readonly ConfigProblem[] }> {
  const { value, problems, isSecret } = await readConfig(file, undefined);
  return { value: maskConfig(value, isSecret), problems };
}

/** @returns the problems found elsewhere (adapters, profiles) with the place of their keys in the file. */
export async function locateProblems(file: string, problems: readonly ConfigProblem[]): Promise<ConfigProblem[]> {
  return located(parseSource(file, await readText(file)), problems);
}

interface Read {
  readonly value: unknown;
  /** Absent when the schema is broken. */
  readonly config?: FilledConfig;
  readonly problems: readonly ConfigProblem[];
  readonly isSecret: (path: KeyPath) => boolean;
}

async function readConfig(file: string, overrides: DeepPartial<HubConfig> | undefined): Promise<Read> {
  const source = parseSource(file, await readText(file));
  const resolved = await resolveReferences(merge(source.value, overrides), dirname(resolve(file)));
  const isSecret = secretPaths(resolved.references.map(({ path }) => path));
  const value = resolved.value;

  let validated = validateConfig(value, isSecret);
  if (!validated.ok && convertReferences(value, resolved.references, validated.breaches)) {
    validated = validateConfig(value, isSecret);
  }
  const unresolved = located(source, resolved.problems);
  if (!validated.ok) {
    // A reference that could not be followed left an empty value behind: one message for one mistake.
    const known = new Set(resolved.problems.map(({ path }) => JSON.stringify(path)));
    const breaches = validated.breaches.filter(({ path }) => !known.has(JSON.stringify(path)));
    return { value, isSecret, problems: [...unresolved, ...located(source, breaches)] };
  }
  const { config } = validated;
  const problems = unresolved.length > 0 ? unresolved : located(source, checkRules(config, isSecret));
  return { value, config, isSecret, problems };
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new ConfigError(file, [{ path: [], message: `cannot be read (${errorCode(error)})` }]);
  }
}

function located(
  source: Source,
  breaches: ReadonlyArray<{ readonly path: KeyPath; readonly message: string; readonly at?: 'key' | 'value' }>,
): ConfigProblem[] {
  return breaches.map(({ path, message, at }) => ({ path, message, ...source.locate(path, at) }));
}
