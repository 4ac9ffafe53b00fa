import { chinaDay } from '../engine/china-time.ts';
import type { RecognisedEvent, RecognisedLine } from '../model/index.ts';
import type { Circumstances, EventConditions, LineConditions } from './types.ts';

type EventTests = {
  readonly [K in keyof Required<EventConditions>]: (
    wanted: NonNullable<EventConditions[K]>,
    event: RecognisedEvent,
    circumstances: Circumstances,
  ) => boolean;
};

/** A line with what earlier rules and the ledger say of it. */
export interface JudgedLine {
  readonly line: RecognisedLine;
  readonly exempt: boolean;
  readonly repeated: boolean;
  readonly unregistered: boolean;
}

type LineTests = {
  readonly [K in keyof Required<LineConditions>]: (
    wanted: NonNullable<LineConditions[K]>,
    judged: JudgedLine,
  ) => boolean;
};

/** One test per condition of policy.schema.json. */
export const eventTests: EventTests = {
  kinds: (wanted, { kind }) => wanted.includes(kind),
  settlement: (wanted, { settlement }) => wanted === settlement?.type,
  regions: (wanted, { institution }) => wanted.some((region) => institution.region.startsWith(region)),
  roles: (wanted, { institution }, { role }) => wanted.includes(institution.role ?? role ?? ''),
  daysLate: (wanted, event, { arrivedOn }) => daysBetween(chinaDay(event.occurredAt), arrivedOn) >= wanted,
};

export const lineTests: LineTests = {
  coded: (wanted, { line }) => wanted === line.codes.length > 0,
  split: (wanted, { line }) => wanted === (line.split ?? false),
  noCodeReasons: (wanted, { line }) => line.noCodeReason !== undefined && wanted.includes(line.noCodeReason),
  exempt: (wanted, { exempt }) => wanted === exempt,
  repeated: (wanted, { repeated }) => wanted === repeated,
  unregistered: (wanted, { unregistered }) => wanted === unregistered,
};

const dayMs = 86_400_000;

function daysBetween(occurredOn: string, arrivedOn: string | undefined): number {
  return arrivedOn === undefined ? 0 : Math.round((Date.parse(arrivedOn) - Date.parse(occurredOn)) / dayMs);
}
