import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from '@jest/globals';
import type { Route } from '../../config/types.ts';
import { createIntake, createUuidv7 } from '../../gateway/intake/index.ts';
import type { Store } from '../../gateway/store/contract.ts';
import { openStore } from '../../gateway/store/index.ts';
import { type Catalogue, compileCatalogue } from '../../mappings/catalogue/index.ts';
import type { TraceEvent } from '../../mappings/model/index.ts';
import { compilePolicy, type Policy } from '../../mappings/policy/index.ts';
import { fakeRuntime, type PlatformOptions } from '../dispatch/fake-platform.ts';
import { recordingLogger } from '../dispatch/rig.ts';
import { now, route } from './event.ts';

let folder = '';
/** One for all tests of the importing file. */
export let store: Store;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tracehub-intake-'));
  store = await openStore({ driver: 'sqlite', path: join(folder, 'hub.db') });
});
afterAll(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

export interface Setting {
  readonly routes?: readonly Route[];
  readonly platform?: PlatformOptions;
  readonly missing?: readonly string[];
  readonly over?: Pick<Store, 'accept'>;
  readonly catalogue?: Catalogue;
  /** The smallest packs inside every code. */
  readonly contents?: readonly string[];
  readonly policy?: Policy;
}

export const noTable: Catalogue = compileCatalogue([]);

export function catalogueService({ catalogue = noTable, contents }: Pick<Setting, 'catalogue' | 'contents'>) {
  const known = { type: 'children', codes: contents ?? [] } as const;
  return {
    tableFor: () => catalogue,
    contentsOf: () => Promise.resolve(contents ? known : ({ type: 'whole' } as const)),
  };
}

export function createRoom({
  routes = [route('a')],
  platform = {},
  missing = [],
  over = store,
  ...more
}: Setting = {}) {
  const woken: string[] = [];
  const counted: string[] = [];
  const links = new Map(['a', 'b'].map((id) => [id, fakeRuntime(id, () => ({ type: 'ok' }), platform)]));
  let rolesAsked = 0;
  const directory = {
    get: () => {
      rolesAsked += 1;
      return Promise.resolve({
        tenant: 'T',
        code: 'P',
        name: 'P',
        region: '430102',
        role: 'pharmacy',
        links: {},
        updatedAt: 0,
      });
    },
    context: (_tenant: string, code: string, link: string) =>
      Promise.resolve(
        missing.includes(link)
          ? { missing: `no credentials for ${link}` }
          : { code, name: code, region: '430102', identity: {}, credentials: {} },
      ),
  };
  const intake = createIntake({
    store: {
      findEvents: () => Promise.resolve({ items: [] }),
      ...over,
      uncodedStock: { cover: () => Promise.resolve({ short: [], bought: [] }) },
    },
    links,
    hub: { routes },
    directory,
    catalogue: catalogueService(more),
    policy: more.policy ?? compilePolicy([]),
    clock: { now: () => now },
    newId: createUuidv7(() => now),
    metrics: { intake: (result) => void counted.push(result) },
    logger: recordingLogger(),
    onAccepted: (ids) => void woken.push(...ids),
  });
  return { intake, woken, counted, rolesAsked: () => rolesAsked };
}

export async function errorsOf(event: TraceEvent, setting?: Setting) {
  const result = await createRoom(setting).intake.submit('T', event);
  if (result.type !== 'invalid') throw new Error(`was ${result.type}`);
  return result.errors.map(({ pointer, code }) => `${pointer} ${code}`);
}

export async function accepted(event: TraceEvent, setting?: Setting) {
  const result = await createRoom(setting).intake.submit('T', event);
  if (result.type !== 'accepted') throw new Error(`was ${JSON.stringify(result)}`);
  return result.event;
}
