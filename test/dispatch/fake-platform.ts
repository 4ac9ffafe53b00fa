import type {
  Adapter,
  CallContext,
  DeliveryInput,
  NativeRequest,
  NativeResponse,
  Operation,
  Outcome,
  Profile,
} from '../../adapters/contract/index.ts';
import type { LinkSettings } from '../../config/types.ts';
import type { Link, LinkCall, LinkResult } from '../../gateway/link/contract.ts';
import type { LinkRuntime } from '../../gateway/link/runtime.ts';
import { now, policy } from './situation.ts';

/** What the fake platform is asked. */
export interface Asked {
  readonly operation: string;
  readonly effect: 'read' | 'write';
  readonly body: {
    readonly key: string;
    readonly institution: string;
    readonly session?: string;
    readonly lines: number;
    readonly receipt?: string;
    /** Trace codes of all lines. */
    readonly codes: readonly string[];
    readonly settled: readonly string[];
  };
}
export type Answer = (asked: Asked) => Outcome | Promise<Outcome>;

const text = { zh: '测试', en: 'test' };

function operation(more: Pick<Operation, 'id' | 'effect' | 'resend'> & Partial<Operation>): Operation {
  return {
    title: text,
    native: more.id,
    buildRequest: (input: DeliveryInput | undefined, context: CallContext): NativeRequest => ({
      protocol: 'rest',
      method: 'POST',
      path: '',
      headers: {},
      body: JSON.stringify({
        key: input?.ids.record.bill ?? '',
        institution: context.institution.code,
        session: context.session?.values.token,
        lines: input?.event.lines.length ?? 0,
        receipt: input?.receipt,
        codes: input?.event.lines.flatMap(({ codes }) => codes.map(({ value }) => value)) ?? [],
        settled: input?.settledItems ?? [],
      }),
      attemptIds: { message: context.randomHex(4) },
    }),
    parseResponse: (response: NativeResponse): Outcome => JSON.parse(Buffer.from(response.body).toString()),
    ...more,
  };
}

const withdrawal = operation({
  id: 'sale.withdraw',
  effect: 'write',
  resend: 'unsafe',
  withdraws: 'sale.submit',
  enquiry: 'sale.query',
});

export interface PlatformOptions {
  readonly resend?: Operation['resend'];
  readonly enquiry?: boolean;
  readonly login?: boolean;
  readonly submit?: Partial<Operation>;
  /** The platform takes sales back. */
  readonly withdraw?: boolean | Partial<Operation>;
  readonly maxInFlight?: number;
}

export function fakeAdapter({
  resend = 'unsafe',
  enquiry = true,
  login = false,
  submit = {},
  withdraw = false,
}: PlatformOptions): Adapter {
  return {
    id: 'fake',
    title: text,
    protocol: 'rest',
    settingsSchema: {},
    identitySchema: {},
    credentialsSchema: {},
    operations: {
      'sale.submit': operation({
        id: 'sale.submit',
        effect: 'write',
        resend,
        kind: 'retail-sale',
        enquiry: enquiry ? 'sale.query' : { none: 'none there' },
        checkHint: { zh: '请核对', en: 'check there' },
        businessIds: (input) => ({ record: { bill: `B-${input.deliveryId}` }, items: [] }),
        ...submit,
      }),
      ...(withdraw ? { 'sale.withdraw': { ...withdrawal, ...(withdraw === true ? {} : withdraw) } } : {}),
      'sale.query': operation({ id: 'sale.query', effect: 'read', resend: 'safe' }),
      'sign-in': operation({ id: 'sign-in', effect: 'read', resend: 'safe' }),
      ping: operation({ id: 'ping', effect: 'read', resend: 'safe' }),
    },
    faults: [],
    ...(login ? { login: 'sign-in' } : {}),
    probe: 'ping',
    manifest: { interfaceVersion: '1', sources: [], undo: text, open: [] },
    scrub: (value) => value.replaceAll('SECRET', '***'),
  };
}

export const profile: Profile = {
  id: 'fake/1',
  title: 'fake',
  constants: {},
  faults: [],
  resend: {},
  limits: {},
  operations: ['sale.submit', 'sale.withdraw', 'sign-in'],
  map: () => ({}),
};

export function linkSettings(id: string, maxInFlight = 8): LinkSettings {
  return {
    id,
    title: id,
    adapter: 'fake',
    endpoint: 'http://127.0.0.1:1',
    allowAddresses: [],
    settings: {},
    limits: { maxInFlight, burst: 1 },
    timeouts: { connectMs: 3_000, attemptMs: 15_000, maxReplyBytes: 1_000_000 },
    breaker: {
      errorPercent: 50,
      consecutiveFailures: 5,
      windowMs: 30_000,
      minimumCalls: 10,
      openMs: 15_000,
      maxOpenMs: 600_000,
      rampMs: 60_000,
    },
    ...policy,
  };
}

export interface FakeLink extends Link {
  readonly asked: Asked[];
  inFlight(): number;
  setPermits(permits: number): void;
}

/** A link that hands each request to `answer` at once; outcomes travel as JSON through the adapter's own parser. */
export function fakeLink(id: string, answer: Answer, maxInFlight = 8): FakeLink {
  const listeners = new Set<() => void>();
  const asked: Asked[] = [];
  let permits = maxInFlight;
  let inFlight = 0;
  return {
    id,
    asked,
    inFlight: () => inFlight,
    setPermits(value) {
      permits = value;
      for (const listener of listeners) listener();
    },
    async execute(call: LinkCall): Promise<LinkResult> {
      if (call.request.protocol !== 'rest' || typeof call.request.body !== 'string') throw new Error('not built here');
      const question: Asked = { operation: call.operation, effect: call.effect, body: JSON.parse(call.request.body) };
      asked.push(question);
      inFlight += 1;
      try {
        const outcome = await answer(question);
        const notTried = outcome.type === 'fault' && ['link-open', 'overloaded'].includes(outcome.fault.category);
        const read = notTried
          ? outcome
          : call.classify({ status: 200, headers: {}, body: Buffer.from(JSON.stringify(outcome)) });
        return {
          outcome: read,
          startedAt: now,
          durationMs: 1,
          sent: !notTried,
          httpStatus: 200,
          excerpt: 'SECRET reply',
          tries: 1,
        };
      } finally {
        inFlight -= 1;
        for (const listener of listeners) listener();
      }
    },
    capacity: () => ({ permits: Math.max(0, permits - inFlight) }),
    onCapacity(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    health: () => ({ breaker: 'closed', openings: 0, inFlight, maxInFlight }),
    close: () => Promise.resolve(),
  };
}

export function fakeRuntime(
  id: string,
  answer: Answer,
  options: PlatformOptions = {},
): LinkRuntime & { readonly link: FakeLink } {
  const { maxInFlight } = options;
  return {
    id,
    settings: linkSettings(id, maxInFlight),
    adapter: fakeAdapter(options),
    profile,
    link: fakeLink(id, answer, maxInFlight),
  };
}
