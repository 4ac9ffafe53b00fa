import type { CallContext, DeliveryInput, Outcome, Profile, Session } from '../../adapters/contract/index.ts';
import { start } from '../../adapters/msfx/simulator/index.ts';
import type { Simulator } from '../../adapters/sim-kit/contract.ts';
import { createTransport, resolveBySystem } from '../../gateway/link/transports/index.ts';
import { loadProfiles } from '../../mappings/engine/index.ts';
import type { EventKind, RecognisedCode, RecognisedEvent } from '../../mappings/model/index.ts';
import { context, delivery, event, operation } from './msfx-support.ts';

const profiles = await loadProfiles();

export function profileOf(id: string): Profile {
  const found = profiles.get(id);
  if (found === undefined) throw new Error(`no profile ${id}`);
  return found;
}

/** Who the simulator knows, by role. */
export const institutions = {
  pharmacy: institution('001'),
  hospital: institution('101'),
  wholesaler: institution('201', { license: 'demo-msfx-license' }),
  producer: institution('301'),
};

function institution(no: string, credentials: Record<string, string> = {}): CallContext['institution'] {
  const identity = {
    ref_ent_id: `demo-ref-ent-${no}`,
    ent_id: `demo-ent-id-${no}`,
    partners: 'W901=demo-ent-id-901;H102=demo-ent-id-102',
    ref_partners: 'W901=demo-ref-ent-901',
  };
  return { code: `I-${no}`, name: no, region: '430100', identity, credentials };
}

export interface Rig {
  readonly simulator: Simulator;
  /** One operation over a real socket; steps (`continue`) are followed as dispatch follows them. */
  call(id: string, input: DeliveryInput | undefined, changes?: Partial<CallContext>): Promise<Outcome>;
  close(): Promise<void>;
}

export async function startRig(settings: Record<string, unknown> = {}): Promise<Rig> {
  const simulator = await start({
    port: 0,
    controlPort: 0,
    settings: { processMs: 0, callsPerSecond: 1000, ...settings },
  });
  const transport = createTransport('rest', {
    endpoint: simulator.endpoint,
    allowAddresses: ['127.0.0.0/8'],
    maxInFlight: 2,
    connectMs: 1000,
    maxReplyBytes: 1_000_000,
    resolveHost: resolveBySystem,
  });

  async function call(
    id: string,
    input: DeliveryInput | undefined,
    changes: Partial<CallContext> = {},
  ): Promise<Outcome> {
    const ctx = context({ now: Date.now(), ...changes });
    const reply = await transport.send(operation(id).buildRequest(input, ctx), AbortSignal.timeout(5000)).reply;
    if (reply.type === 'failure') throw new Error(reply.failure.code);
    const outcome = operation(id).parseResponse(reply.response, ctx, input);
    if (outcome.type !== 'continue') return outcome;
    return call(outcome.operation ?? id, input, { ...changes, progress: outcome.progress });
  }

  return {
    simulator,
    call,
    close: async () => {
      await transport.close();
      await simulator.close();
    },
  };
}

/** A bill of the kind as dispatch would hand it in, its ids made and stored. */
export function billOf(
  kind: EventKind,
  documentNo: string,
  codes: readonly RecognisedCode[],
  ctx: Pick<CallContext, 'profile' | 'institution'>,
  changes: Partial<RecognisedEvent> = {},
): DeliveryInput {
  const lines = [{ product: { localCode: 'P', localName: 'x' }, quantity: '1', codes }];
  const made = delivery({
    event: event({ kind, documentNo, lines, occurredAt: new Date().toISOString(), ...changes }),
    firstSentAt: Date.now(),
  });
  const ids = operation(`${kind}.submit`).businessIds?.(made, context(ctx));
  return ids === undefined ? made : { ...made, ids };
}

export function sessionOf(outcome: Outcome): Session {
  if (outcome.type !== 'ok' || outcome.session === undefined) throw new Error(`no session: ${JSON.stringify(outcome)}`);
  return outcome.session;
}
