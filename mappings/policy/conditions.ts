import { chinaDay } from '../engine/china-time.ts';
import type { OtherThanPack, RecognisedCode, RecognisedEvent } from '../model/index.ts';
import { codeCount } from './code-count.ts';
import { isContradicted } from './contradiction.ts';
import type { Circumstances, Condition, Conditions, EventConditions, JudgedLine, LineConditions } from './types.ts';

type EventTests = {
  readonly [K in keyof Required<EventConditions>]: (
    wanted: NonNullable<EventConditions[K]>,
    event: RecognisedEvent,
    circumstances: Circumstances,
  ) => boolean;
};

type LineTests = {
  readonly [K in keyof Required<LineConditions>]: (
    wanted: NonNullable<LineConditions[K]>,
    judged: JudgedLine,
  ) => boolean;
};

const eventTests: EventTests = {
  kinds: (wanted, { kind }) => wanted.includes(kind),
  settlement: (wanted, { settlement }) => wanted === settlement?.type,
  regions: (wanted, { institution }) => wanted.some((region) => institution.region.startsWith(region)),
  roles: (wanted, { institution }, { role }) => wanted.includes(institution.role ?? role ?? ''),
  daysLate: (wanted, event, { arrivedOn }) => daysBetween(chinaDay(event.occurredAt), arrivedOn) >= wanted,
};

const lineTests: LineTests = {
  coded: (wanted, { line }) => wanted === line.codes.some(namesGoods),
  split: (wanted, { line }) => wanted === (line.split ?? false),
  noCodeReasons: (wanted, { line }) => line.noCodeReason !== undefined && wanted.includes(line.noCodeReason),
  exempt: (wanted, { exempt }) => wanted === exempt,
  repeated: (wanted, { repeated }) => wanted === repeated,
  unregistered: (wanted, { unregistered }) => wanted === unregistered,
  boughtBefore: (wanted, { boughtOn }) => boughtOn !== undefined && boughtOn < wanted,
  contradicted: (wanted, { line }) => wanted === isContradicted(line),
  codeCount: (wanted, { line }) => wanted === codeCount(line),
  otherProduct: (wanted, { otherProduct }) => wanted === otherProduct,
};

/** What was scanned in place of the goods: a shop's number, the web page of a maker. */
const namesNoGoods: ReadonlySet<string | undefined> = new Set<OtherThanPack>(['institution', 'page', 'other']);

function namesGoods({ identifies }: RecognisedCode): boolean {
  return !namesNoGoods.has(identifies);
}

/** Every condition that a rule may have: those of policy.schema.json. */
export const conditionNames: readonly string[] = [...Object.keys(eventTests), ...Object.keys(lineTests)];

/**
 * @returns the conditions of a rule in the order it states them.
 * @throws Error for a condition that nothing tests: a rule must not hold more often than it says.
 */
export function toConditions(when: Conditions): readonly Condition[] {
  return Object.keys(when).map((name) => {
    const condition = toCondition(name, when);
    if (condition === undefined) throw new Error(`there is no policy condition '${name}', or it asks for nothing`);
    return condition;
  });
}

function toCondition(name: string, when: Conditions): Condition | undefined {
  if (isOnEvent(name)) return onEvent(name, when[name]);
  return isOnLine(name) ? onLine(name, when[name]) : undefined;
}

function onEvent<K extends keyof EventConditions>(name: K, wanted: EventConditions[K]): Condition | undefined {
  const test: EventTests[K] = eventTests[name];
  if (wanted === undefined) return undefined;
  return { on: 'event', name, wanted, fits: (event, circumstances) => test(wanted, event, circumstances) };
}

function onLine<K extends keyof LineConditions>(name: K, wanted: LineConditions[K]): Condition | undefined {
  const test: LineTests[K] = lineTests[name];
  if (wanted === undefined) return undefined;
  return { on: 'line', name, wanted, fits: (judged) => test(wanted, judged) };
}

function isOnEvent(name: string): name is keyof EventConditions {
  return Object.hasOwn(eventTests, name);
}

function isOnLine(name: string): name is keyof LineConditions {
  return Object.hasOwn(lineTests, name);
}

const dayMs = 86_400_000;

function daysBetween(occurredOn: string, arrivedOn: string | undefined): number {
  return arrivedOn === undefined ? 0 : Math.round((Date.parse(arrivedOn) - Date.parse(occurredOn)) / dayMs);
}
