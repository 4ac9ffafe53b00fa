import { type BusinessIds, type DeliveryInput, RequestError } from '../contract/index.ts';
import { partNumber } from '../kit/part-number.ts';
import { kinds } from './kinds.ts';

/** A line as it goes out: its 1-based number in the event part, which is `lineNo` of the report. */
export interface ReportedLine {
  readonly key: string;
  readonly lineNo: string;
  readonly line: DeliveryInput['event']['lines'][number];
}

/**
 * The lines of a report: those with a trace code, numbered by their place in the delivery, so that the numbers stay the same
 * whatever is left out.
 * @throws RequestError when no line carries a code.
 */
export function reportedLines(input: DeliveryInput): readonly ReportedLine[] {
  const lines = input.event.lines
    .map((line, index) => ({ key: `line-${index + 1}`, lineNo: String(index + 1), line }))
    .filter(({ line }) => line.codes.length > 0);
  if (lines.length === 0) throw new RequestError('NO_CODE_FOR_PLATFORM', 'no line carries a trace code');
  return lines;
}

/** Native ids of a report. The manufacturer takes one report per number, so the parts of a large event have numbers of their own. */
export function reportIds(input: DeliveryInput): BusinessIds {
  return {
    record: { documentNo: partNumber(input), documentType: documentType(input) },
    items: reportedLines(input).map(({ key, lineNo }) => ({ key, ids: { lineNo } })),
  };
}

/** @returns a stored id. @throws RequestError when the delivery has none: dispatch must store it before it sends. */
export function storedId(input: DeliveryInput, name: 'documentNo' | 'documentType'): string {
  const value = input.ids.record[name];
  if (value === undefined || value === '') throw new RequestError('BUSINESS_ID_MISSING', `the delivery has no ${name}`);
  return value;
}

/** The report is all or nothing on our side, and every part its own document; each type has numbers of its own. */
function documentType(input: DeliveryInput): string {
  const found = kinds.find(({ kind }) => kind === input.event.kind);
  if (found === undefined) throw new RequestError('KIND_UNKNOWN', `no document type for ${input.event.kind}`);
  return found.documentType;
}
