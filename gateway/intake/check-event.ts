import type { TraceEvent } from '../../mappings/model/index.ts';
import type { FieldError } from './contract.ts';

const acceptedKinds: ReadonlySet<string> = new Set(['retail-sale', 'retail-return']);
/** POS clocks drift; more than this is a wrong date, and platforms refuse documents of the future. */
const futureToleranceMs = 5 * 60_000;
/** 码上放心 answers FAIL_BIZ_PARAM_BILL_TIME_BEFORE_ERROR (系统不支持上传2年前单据) for older documents. */
const oldestYears = 2;

/** Checks that no schema can express. @returns errors, and notes for what is odd but taken. */
export function checkEvent(
  event: TraceEvent,
  nowMs: number,
): { readonly errors: readonly FieldError[]; readonly notes: readonly string[] } {
  const errors: FieldError[] = [];
  const notes: string[] = [];
  if (!acceptedKinds.has(event.kind)) errors.push(kindError(event.kind));
  const occurredAt = Date.parse(event.occurredAt);
  if (Number.isNaN(occurredAt)) errors.push(timeError('OCCURRED_AT_INVALID', '不是有效的时间', 'is not a valid time'));
  if (occurredAt > nowMs + futureToleranceMs) {
    errors.push(timeError('OCCURRED_IN_FUTURE', '晚于当前时间5分钟以上', 'is more than 5 minutes in the future'));
  }
  if (occurredAt < yearsBefore(nowMs, oldestYears)) notes.push('/occurredAt: OCCURRED_LONG_AGO');
  return { errors, notes };
}

function yearsBefore(nowMs: number, years: number): number {
  const date = new Date(nowMs);
  return date.setUTCFullYear(date.getUTCFullYear() - years);
}

function kindError(kind: string): FieldError {
  return {
    pointer: '/kind',
    code: 'KIND_NOT_SUPPORTED',
    message: {
      zh: `暂不受理业务类型 ${kind}；目前受理：零售 retail-sale、零售退货 retail-return。`,
      en: `Events of kind ${kind} are not taken yet; taken are retail-sale and retail-return.`,
    },
  };
}

function timeError(code: string, zh: string, en: string): FieldError {
  return {
    pointer: '/occurredAt',
    code,
    message: {
      zh: `业务时间${zh}。请检查收银机的时钟和时区（如 2026-01-31T08:00:00+08:00）。`,
      en: `The time of the event ${en}. Check the clock and offset of the POS (e.g. 2026-01-31T08:00:00+08:00).`,
    },
  };
}
