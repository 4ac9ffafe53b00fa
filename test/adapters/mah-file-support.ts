import type {
  CallContext,
  DeliveryInput,
  FileRequest,
  Operation,
  Outcome,
  Profile,
} from '../../adapters/contract/index.ts';
import { mahFileAdapter } from '../../adapters/mah-file/index.ts';
import { hostKeyOf } from '../../adapters/mah-file/simulator/host-key.ts';
import { start } from '../../adapters/mah-file/simulator/index.ts';
import type { Simulator } from '../../adapters/sim-kit/contract.ts';
import { createLink, type Link } from '../../gateway/link/index.ts';
import { loadProfiles } from '../../mappings/engine/index.ts';
import type { EventKind, RecognisedCode, RecognisedEvent, RecognisedLine } from '../../mappings/model/index.ts';
import { linkSettings } from '../link/support.ts';

const profiles = await loadProfiles();
export function profileOf(id: string): Profile {
  const found = profiles.get(`mah-file/${id}`);
  if (found === undefined) throw new Error(`profile mah-file/${id} is missing`);
  return found;
}

export const fingerprint = hostKeyOf('tracehub-demo').fingerprint;

export function operation(id: string): Operation {
  const found = mahFileAdapter.operations[id];
  if (found === undefined) throw new Error(`no operation ${id}`);
  return found;
}

export const context = (changes: Partial<CallContext> = {}): CallContext => ({
  institution: {
    code: 'WS-001',
    name: '演示商业',
    region: '430100',
    identity: { corpId: 'DEMO-CORP-1' },
    credentials: { username: 'drop-001', password: 'demo-drop-secret-1' },
  },
  settings: { hostKeySha256: [fingerprint], pollAfterMs: 200 },
  profile: profileOf('demo'),
  now: Date.parse('2026-11-22T16:30:00Z'),
  randomHex: (bytes) => 'a1'.repeat(bytes),
  sequence: 1,
  ...changes,
});

export const code = (value: string, more: Partial<RecognisedCode> = {}): RecognisedCode => ({
  kind: 'drug-trace',
  raw: value,
  value,
  ...more,
});
export const line = (codes: readonly RecognisedCode[]): RecognisedLine => ({
  product: { localCode: 'P1', localName: '阿莫西林"胶囊" & 片', drugId: '8123456', spec: '0.25g<10>' },
  lot: 'L1',
  producedOn: '2026-01-02',
  expiresOn: '2028-01-01',
  quantity: '1',
  codes,
});

export function delivery(
  kind: EventKind,
  documentNo: string,
  lines: readonly RecognisedLine[],
  changes: Partial<RecognisedEvent> = {},
  ctx = context(),
): DeliveryInput {
  const bare: DeliveryInput = {
    deliveryId: `d-${documentNo}`,
    event: {
      kind,
      institution: { code: 'WS-001', region: '430100' },
      documentNo,
      occurredAt: '2026-11-22T15:10:05Z',
      lines,
      ...changes,
    },
    part: { index: 0, count: 1 },
    ids: { record: {}, items: [] },
    settledItems: [],
  };
  return { ...bare, ids: operation(`${kind}.submit`).businessIds?.(bare, ctx) ?? bare.ids };
}

export function build(id: string, input: DeliveryInput | undefined, ctx = context()): FileRequest {
  const request = operation(id).buildRequest(input, ctx);
  if (request.protocol !== 'file') throw new Error('not a file request');
  return request;
}

export interface Rig {
  readonly simulator: Simulator;
  /** One operation with all its steps, as dispatch runs them. */
  call(id: string, input?: DeliveryInput, changes?: Partial<CallContext>): Promise<Outcome>;
  close(): Promise<void>;
}

let tries = 0;

export async function openRig(settings: Record<string, unknown> = {}, attemptMs = 3000): Promise<Rig> {
  const simulator = await start({ port: 0, controlPort: 0, settings });
  const link: Link = createLink(
    linkSettings(simulator.endpoint, {
      timeouts: { attemptMs, connectMs: 2000 },
      breaker: { consecutiveFailures: 1000, minimumCalls: 10_000 },
    }),
    {
      protocol: 'file',
      random: () => 0,
    },
  );
  async function call(id: string, input?: DeliveryInput, changes: Partial<CallContext> = {}): Promise<Outcome> {
    tries += 1;
    const own = tries;
    const ctx = context({ randomHex: (bytes) => own.toString(16).padStart(bytes * 2, '0'), ...changes });
    const target = operation(id);
    const { outcome } = await link.execute({
      request: target.buildRequest(input, ctx),
      operation: id,
      effect: target.effect,
      paceKey: 'test-link',
      classify: (response) => target.parseResponse(response, ctx, input),
    });
    if (outcome.type !== 'continue') return outcome;
    return call(outcome.operation ?? id, input, { ...changes, progress: outcome.progress });
  }
  return {
    simulator,
    call,
    async close() {
      await link.close();
      await simulator.close();
    },
  };
}
