import { randomBytes } from 'node:crypto';
import type {
  Adapter,
  CallContext,
  DeliveryInput,
  InstitutionContext,
  NativeRequest,
  NativeResponse,
  Operation,
  Outcome,
  Progress,
  Session,
} from '../../adapters/contract/index.ts';
import type { LinkResult } from '../link/contract.ts';
import { type LinkRuntime, profileInForce } from '../link/runtime.ts';
import type { Logger, Metrics } from '../observe/contract.ts';
import { dispatchFault } from './fault-rows.ts';
import { scrubOutcome } from './scrub.ts';

export interface CallsDeps {
  readonly clock: { now(): number };
  /** in [0, 1) */
  readonly random: () => number;
  readonly metrics: Pick<Metrics, 'attempt'>;
  readonly logger: Logger;
}

/** What one request is about. */
export interface CallSubject {
  readonly institution: InstitutionContext;
  readonly input?: DeliveryInput | undefined;
  readonly session?: Session | undefined;
  readonly progress?: Progress | undefined;
}

export interface PreparedCall {
  readonly operation: Operation;
  readonly request: NativeRequest;
  /** Sends it through the link; never throws. The outcome and excerpt are scrubbed. */
  execute(): Promise<LinkResult>;
}

/** Native message numbers have four digits in the tightest family. */
const sequenceLimit = 10_000;
/** Who goes first when calls queue for the pacer: a sale at the till, a person who asks, other documents, enquiries. */
const priorities = { sale: 3, asked: 2, bulk: 1, enquiry: 0 } as const;
const sales: ReadonlySet<string> = new Set(['retail-sale', 'retail-return', 'dispense', 'dispense-return']);

/** Builds and executes single requests of one link: submissions, enquiries, sign-ins and probes alike. */
export interface Calls {
  /** @throws RequestError, MappingError, or whatever a faulty adapter throws: nothing has been sent then. */
  prepare(operationId: string, subject: CallSubject): PreparedCall;
}

export function createCalls(runtime: LinkRuntime, deps: CallsDeps): Calls {
  const { adapter, settings, link } = runtime;
  const { clock, metrics, logger } = deps;
  // A random start keeps a restarted process, or a second node, from repeating the numbers of this second.
  let sequence = Math.floor(deps.random() * sequenceLimit);

  function contextFor({ institution, input, session, progress }: CallSubject): CallContext {
    sequence = (sequence + 1) % sequenceLimit;
    const now = clock.now();
    return {
      institution,
      settings: settings.settings,
      profile: profileInForce(runtime, input === undefined ? now : Date.parse(input.event.occurredAt)),
      now,
      randomHex: (bytes) => randomBytes(bytes).toString('hex'),
      sequence,
      ...(session === undefined ? {} : { session }),
      ...(progress === undefined ? {} : { progress }),
    };
  }

  function paceOf(operation: Operation, institution: InstitutionContext) {
    const { ratePerSecond, burst } = settings.limits;
    const pace = ratePerSecond === undefined ? operation.pace : { ratePerSecond, burst };
    const shared = runtime.quotaKey ?? runtime.id;
    const paceKey = operation.pace?.per === 'institution' ? `${shared}/${institution.code}` : shared;
    if (pace === undefined) return { paceKey };
    return { paceKey, pace: { ratePerSecond: pace.ratePerSecond, burst: pace.burst } };
  }

  return {
    prepare(operationId, subject) {
      const operation = requireOperation(adapter, operationId);
      const context = contextFor(subject);
      const request = operation.buildRequest(subject.input, context);

      function classify(response: NativeResponse): Outcome {
        try {
          return operation.parseResponse(response, context, subject.input);
        } catch (error) {
          logger.error('reply could not be read', { link: runtime.id, operation: operationId, detail: nameOf(error) });
          return { type: 'fault', fault: dispatchFault('REPLY_UNREADABLE') };
        }
      }

      return {
        operation,
        request,
        async execute() {
          const result = await send().catch((error: unknown) => broken(error));
          const { outcome } = result;
          const category = outcome.type === 'fault' ? outcome.fault.category : undefined;
          metrics.attempt(runtime.id, adapter.id, operationId, outcome.type, category, result.durationMs);
          return result;
        },
      };

      async function send(): Promise<LinkResult> {
        const { excerpt, ...result } = await link.execute({
          request,
          operation: operationId,
          effect: operation.effect,
          priority: priorityOf(operation, subject),
          ...paceOf(operation, subject.institution),
          classify,
        });
        const outcome = scrubOutcome(result.outcome, adapter.scrub);
        return { ...result, outcome, ...(excerpt === undefined ? {} : { excerpt: adapter.scrub(excerpt) }) };
      }

      /** Neither link nor adapter should throw here; when one does, the request may have left. */
      function broken(error: unknown): LinkResult {
        logger.error('call failed on an error of our own', {
          link: runtime.id,
          operation: operationId,
          detail: nameOf(error),
        });
        const fault = dispatchFault('CALL_BROKEN');
        return { outcome: { type: 'fault', fault }, startedAt: context.now, durationMs: 0, sent: true, tries: 1 };
      }
    },
  };
}

function priorityOf({ effect, kind }: Operation, { input }: CallSubject): number {
  if (effect === 'read') return input === undefined ? priorities.asked : priorities.enquiry;
  return kind !== undefined && sales.has(kind) ? priorities.sale : priorities.bulk;
}

/** @throws Error when the adapter knows no such operation. */
function requireOperation(adapter: Adapter, operationId: string): Operation {
  const operation = adapter.operations[operationId];
  if (operation === undefined) throw new Error(`adapter ${adapter.id} has no operation ${operationId}`);
  return operation;
}

/** Only the kind of an error goes to the log: its message may quote the reply, which may name a person. */
function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
