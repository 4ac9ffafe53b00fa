import { type FaultOrder, type SimFault, simFaults } from './contract.ts';
import { magicFault } from './magic.ts';
import type { Call } from './platform.ts';

/** What a fault order is held against. */
type Struck = Pick<Call, 'documentNos' | 'effect'>;

/** Struck before the platform has looked at the request: nothing is authenticated, checked or booked. */
const before: readonly SimFault[] = ['reset', 'dark', 'hang', 'html', 'unavailable', 'limit'];
/** Struck at any request; the others spoil the answer to a booking and leave reads alone unless `match` names the document. */
const atAnyRequest: readonly SimFault[] = [...before, 'delay'];

export type Stage = 'before' | 'after';

/** Fault orders that wait for their request, and the magic document numbers already honoured. */
export class FaultBook {
  readonly #target: string;
  #orders: Array<{ order: FaultOrder; left: number }> = [];
  readonly #struck = new Set<string>();

  constructor(target: string) {
    this.#target = target;
  }

  add(order: FaultOrder): void {
    this.#orders.push({ order, left: order.times ?? 1 });
  }

  clear(): void {
    this.#orders = [];
  }

  /** @returns the fault for this request at this stage, taken off the book; undefined when it shall be answered truthfully. */
  take(stage: Stage, call: Struck): FaultOrder | undefined {
    return this.#takeOrder(stage, call) ?? this.#takeMagic(stage, call);
  }

  #takeOrder(stage: Stage, call: Struck): FaultOrder | undefined {
    const found = this.#orders.find(({ order }) => stageOf(order) === stage && strikes(order, call));
    if (found === undefined) return undefined;
    found.left -= 1;
    if (found.left <= 0) this.#orders = this.#orders.filter((entry) => entry !== found);
    return found.order;
  }

  #takeMagic(stage: Stage, call: Struck): FaultOrder | undefined {
    for (const documentNo of call.documentNos) {
      const order = magicFault(documentNo, this.#target);
      if (order === undefined || stageOf(order) !== stage || this.#struck.has(documentNo)) continue;
      if (order.fault === 'refuse' && call.effect === 'read') continue;
      // A platform that refuses a document refuses it every time; every other fault passes.
      if (order.fault !== 'refuse') this.#struck.add(documentNo);
      return order;
    }
    return undefined;
  }
}

function stageOf(order: FaultOrder): Stage {
  return before.includes(order.fault) ? 'before' : 'after';
}

function strikes(order: FaultOrder, call: Struck): boolean {
  const { match } = order;
  if (order.fault === 'refuse' && call.effect === 'read') return false;
  if (match === undefined) return call.effect === 'write' || atAnyRequest.includes(order.fault);
  return call.documentNos.some((documentNo) => documentNo.includes(match));
}

/**
 * Reads a fault order as it comes over the control port.
 * @throws FaultOrderError naming the member that is wrong.
 */
export function readFaultOrder(value: unknown): FaultOrder {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new FaultOrderError('a fault order is a JSON object');
  const members = new Map<string, unknown>(Object.entries(value));
  for (const name of members.keys()) {
    if (!['fault', 'match', 'times', 'ms'].includes(name)) throw new FaultOrderError(`unknown member ${name}`);
  }
  const fault = simFaults.find((known) => known === members.get('fault'));
  if (fault === undefined) throw new FaultOrderError(`fault must be one of ${simFaults.join(', ')}`);
  const match = members.get('match');
  if (match !== undefined && (typeof match !== 'string' || match === ''))
    throw new FaultOrderError('match must be a text');
  const times = wholeNumber(members.get('times'), 'times', 1);
  const ms = wholeNumber(members.get('ms'), 'ms', 0);
  return {
    fault,
    ...(match === undefined ? {} : { match }),
    ...(times === undefined ? {} : { times }),
    ...(ms === undefined ? {} : { ms }),
  };
}

export class FaultOrderError extends Error {
  override readonly name = 'FaultOrderError';
}

function wholeNumber(value: unknown, name: string, least: number): number | undefined {
  if (value === undefined) return undefined;
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < least) {
    throw new FaultOrderError(`${name} must be a whole number of at least ${least}`);
  }
  return value;
}
