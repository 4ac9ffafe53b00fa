import { resolve } from 'node:path';
import type { FilledConfig, FilledLink, Hub, LinkSettings, StoreSettings } from './types.ts';

const generate = 'generate:';

/**
 * @param baseDir absolute folder of the configuration file.
 * @returns the checked configuration in the shape the rooms use: relative paths made absolute, links named.
 */
export function toHub(config: FilledConfig, baseDir: string): Hub {
  const { server, log, settlement, store, secrets, links, routes, catalogue, sandbox } = config;
  return {
    server,
    log,
    settlement,
    store: absoluteStore(store, baseDir),
    sealKey: secrets.sealKey.startsWith(generate)
      ? generate + resolve(baseDir, secrets.sealKey.slice(generate.length))
      : secrets.sealKey,
    links: Object.fromEntries(Object.entries(links).map(([id, link]) => [id, toLink(id, link)])),
    routes,
    baseDir,
    ...(catalogue === undefined ? {} : { catalogue: resolve(baseDir, catalogue) }),
    ...(sandbox === undefined ? {} : { sandbox: absoluteSandbox(sandbox, baseDir) }),
  };
}

function toLink(id: string, link: FilledLink): LinkSettings {
  return { ...link, id, title: link.title ?? id };
}

function absoluteStore(store: StoreSettings, baseDir: string): StoreSettings {
  return store.driver === 'sqlite' ? { ...store, path: resolve(baseDir, store.path) } : store;
}

function absoluteSandbox(sandbox: NonNullable<Hub['sandbox']>, baseDir: string): NonNullable<Hub['sandbox']> {
  return sandbox.institutions === undefined
    ? sandbox
    : { ...sandbox, institutions: resolve(baseDir, sandbox.institutions) };
}
