import type {
  Adapter,
  CallContext,
  DeliveryInput,
  InstitutionContext,
  Operation,
  Profile,
  Session,
} from '../../adapters/contract/index.ts';
import { adapters } from '../../adapters/index.ts';
import { loadHub } from '../../config/load.ts';
import type { LinkSettings } from '../../config/types.ts';
import { isCodeProblem, recognise } from '../../mappings/codes/index.ts';
import { loadProfiles } from '../../mappings/engine/index.ts';
import { codeText, type RecognisedEvent, type TraceEvent } from '../../mappings/model/index.ts';
import { makeDay } from '../demo/make-day.ts';
import type { Expectation, MalformedReply, Success } from './reply.ts';

/** What the corpus needs to know of a platform family. */
export interface Family {
  /** Name of the link, and in which file of config/ it stands. */
  readonly link: string;
  readonly config: 'sandbox.yaml' | 'examples/mah-epcis.yaml';
  readonly identity: Readonly<Record<string, string>>;
  readonly credentials: Readonly<Record<string, string>>;
  readonly session?: Session;
  readonly contentType: string;
  /** A reply in the wrong language: XML where JSON is spoken, and the reverse. */
  readonly foreign: readonly string[];
  /** What a body comes to that is not in the family's language, and one that is but says nothing. */
  readonly unreadable: Expectation;
  readonly unrecognised: Expectation;
  /** HTTP statuses that the family reads otherwise than by their class. */
  readonly ownStatuses: Readonly<Record<number, Expectation>>;
  readonly success: 'ok' | 'accepted-pending';
  /** A success for this delivery with this receipt. */
  good(input: DeliveryInput, receipt: string): Success;
  /**
   * Independent of adapter and link: keys of what these bytes positively say was taken. May throw for bytes that say nothing.
   * @param proof what stands where a success has its proof
   */
  proven(proof: Uint8Array, input: DeliveryInput): readonly string[];
  /** Malformed replies that only this family can have. */
  cases(input: DeliveryInput): readonly MalformedReply[];
}

/** A family with a real delivery: settings of the sandbox, its profile, a sale of the demo day. */
export interface Subject {
  readonly family: Family;
  readonly settings: LinkSettings;
  readonly adapter: Adapter;
  readonly operation: Operation;
  readonly input: DeliveryInput;
  context(sequence: number): CallContext;
}

const now = Date.parse('2026-07-01T12:00:00Z');
/** Prefixes of the manufacturer that config/sandbox.yaml routes to: such a sale is of interest to all three platforms. */
const sharedPrefixes = ['8123456', '8765432'];

const profiles = await loadProfiles();

export async function subjectOf(family: Family): Promise<Subject> {
  const hub = await loadHub(new URL(`../../config/${family.config}`, import.meta.url).pathname);
  const settings = found(hub.links[family.link], family.link);
  const profile: Profile = found(profiles.get(settings.profile ?? ''), 'profile');
  const adapter = found(adapters[settings.adapter], settings.adapter);
  const operation = found(adapter.operations['retail-sale.submit'], 'operation');
  const event = saleOfTwoLines();
  const institution: InstitutionContext = {
    code: event.institution.code,
    name: event.institution.name ?? '',
    region: event.institution.region,
    identity: family.identity,
    credentials: family.credentials,
  };
  const at = { institution, settings: settings.settings, profile };
  const bare: DeliveryInput = {
    deliveryId: '019f0000-0000-7000-8000-000000000001',
    event,
    part: { index: 0, count: 1 },
    ids: { record: {}, items: [] },
    settledItems: [],
  };
  const input = { ...bare, ids: found(operation.businessIds?.(bare, at), 'ids') };
  const context = (sequence: number): CallContext => ({
    ...at,
    now,
    sequence,
    randomHex: (bytes) => sequence.toString(16).padStart(bytes * 2, '0'),
    ...(family.session && { session: family.session }),
  });
  return { family, settings, adapter, operation, input, context };
}

function saleOfTwoLines(): RecognisedEvent {
  const sale = makeDay().find(({ note, event }) => note === 'sale' && event.lines.length === 2 && isShared(event));
  return recognised(found(sale, 'sale').event);
}

function isShared({ lines }: TraceEvent): boolean {
  const codes = lines.flatMap((line) => line.codes ?? []).map(codeText);
  return codes.every((code) => sharedPrefixes.some((prefix) => code.startsWith(prefix)));
}

function recognised(event: TraceEvent): RecognisedEvent {
  const lines = event.lines.map((line) => ({
    ...line,
    codes: (line.codes ?? []).flatMap((scanned) => {
      const code = recognise(codeText(scanned));
      return isCodeProblem(code) ? [] : [code];
    }),
  }));
  return { ...event, lines };
}

function found<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`no ${what}`);
  return value;
}
