import { isRecord } from './guards.ts';
import type { KeyPath } from './problem.ts';
import { decodeKey, isSampleSecret } from './samples.ts';
import { suggest } from './suggest.ts';
import type { FilledConfig } from './types.ts';

interface Breach {
  readonly path: KeyPath;
  readonly message: string;
}

/**
 * What a schema cannot say: names that must exist, values that only together disable a guard, secrets that are none.
 * @returns every breach, none for a sound configuration.
 */
export function checkRules(config: FilledConfig, isSecret: (path: KeyPath) => boolean): Breach[] {
  return [...routes(config), ...links(config), ...server(config), ...secrets(config, isSecret)];
}

function* routes({ routes, links }: FilledConfig): Generator<Breach> {
  const ids = Object.keys(links);
  for (const [index, { link }] of routes.entries()) {
    if (ids.includes(link)) continue;
    const near = suggest(link, ids);
    yield {
      path: ['routes', index, 'link'],
      message: `there is no link "${link}"${near === undefined ? '' : `; did you mean "${near}"?`}`,
    };
  }
}

function* links({ links, sandbox }: FilledConfig): Generator<Breach> {
  for (const [id, link] of Object.entries(links)) {
    const { timeouts, breaker, enquiry, retry } = link;
    if (timeouts.connectMs > timeouts.attemptMs) {
      yield { path: ['links', id, 'timeouts', 'connectMs'], message: 'is longer than attemptMs, the whole attempt' };
    }
    if (breaker.openMs > breaker.maxOpenMs) {
      yield { path: ['links', id, 'breaker', 'openMs'], message: 'is longer than maxOpenMs' };
    }
    if (enquiry.settleMs > enquiry.giveUpAfterMs) {
      yield {
        path: ['links', id, 'enquiry', 'settleMs'],
        message: 'is longer than giveUpAfterMs: no enquiry could end',
      };
    }
    const longest = Math.max(...retry.scheduleMs);
    if (longest > retry.giveUpAfterMs) {
      yield {
        path: ['links', id, 'retry', 'scheduleMs'],
        message: `a delay of ${longest} ms is longer than giveUpAfterMs`,
      };
    }
    if (sandbox === undefined && link.endpoint.startsWith('http:') && link.allowAddresses.length === 0) {
      yield {
        path: ['links', id, 'endpoint'],
        message: 'plain http only goes to private networks: use https, or list the network in allowAddresses',
      };
    }
  }
}

function* server({ server }: FilledConfig): Generator<Breach> {
  if (server.port !== 0 && server.port === server.opsPort) {
    yield { path: ['server', 'opsPort'], message: 'must differ from port: overload must not hide the health checks' };
  }
  // Node itself refuses the pair at start with a message that names neither setting.
  if (server.headersTimeoutMs > server.requestTimeoutMs) {
    yield { path: ['server', 'headersTimeoutMs'], message: 'is longer than requestTimeoutMs' };
  }
}

function* secrets(config: FilledConfig, isSecret: (path: KeyPath) => boolean): Generator<Breach> {
  const { sealKey } = config.secrets;
  const path = ['secrets', 'sealKey'];
  const generated = sealKey.startsWith('generate:');
  if (generated && config.sandbox === undefined) {
    yield { path, message: 'generate: is for the sandbox; refer to a key file of your own' };
  }
  if (!generated && decodeKey(sealKey) === undefined) {
    yield { path, message: 'must be 32 bytes as 64 hex digits or as Base64 (openssl rand -hex 32)' };
  }
  if (config.sandbox !== undefined) return;
  for (const [found, text] of texts(config, [])) {
    if (isSecret(found) && isSampleSecret(text)) yield { path: found, message: 'is a published sample secret' };
  }
}

function* texts(value: unknown, path: KeyPath): Generator<readonly [KeyPath, string]> {
  if (typeof value === 'string') yield [path, value];
  if (Array.isArray(value)) for (const [index, item] of value.entries()) yield* texts(item, [...path, index]);
  if (isRecord(value)) for (const [key, item] of Object.entries(value)) yield* texts(item, [...path, key]);
}
