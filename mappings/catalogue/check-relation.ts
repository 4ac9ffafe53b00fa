import { isCodeProblem, isDrugTraceCode, recognise } from '../codes/index.ts';
import { isPackRatio } from './columns.ts';
import type { ParsedItem } from './parsed.ts';
import type { PackRelation } from './relation.ts';

/** A relation as a file writes it: texts, as they come. */
export interface GivenRelation {
  readonly code?: string;
  readonly parent?: string;
  readonly level?: string;
  readonly packRatio?: string;
  readonly lot?: string;
  readonly boxStatus?: string;
}

/** @returns the relation with its codes in their normal form, or what is wrong with it. */
export function checkRelation(line: number, given: GivenRelation): ParsedItem {
  const problem = (column: string, message: string): ParsedItem => ({
    type: 'problem',
    problem: { line, column, message },
  });
  const code = normalForm(given.code);
  const parent = normalForm(given.parent);
  if (code === undefined) return problem('code', 'must be the trace code of a pack');
  if (given.parent !== undefined && given.parent !== '' && parent === undefined) {
    return problem('parent', 'must be the trace code of a pack');
  }
  if (code === parent) return problem('parent', 'is the pack itself');
  const level = numberIn(given.level, 1, 9);
  if (level === null) return problem('level', 'must be a whole number from 1 (the smallest pack)');
  const boxStatus = numberIn(given.boxStatus, 0, 3);
  if (boxStatus === null) return problem('boxStatus', 'must be 0, 1, 2 or 3');
  const packRatio = given.packRatio === '' ? undefined : given.packRatio;
  if (packRatio !== undefined && !isPackRatio(packRatio)) {
    return problem('packRatio', 'must be two to four whole numbers with colons, e.g. 1:5:10');
  }
  const lot = given.lot === '' ? undefined : given.lot?.slice(0, 50);
  const facts = { parent, level, packRatio, lot, boxStatus: boxStatuses.find((status) => status === boxStatus) };
  const stated = Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
  return { type: 'relation', line, relation: { code, ...stated } };
}

const boxStatuses = [0, 1, 2, 3] as const satisfies ReadonlyArray<PackRelation['boxStatus']>;
const longestCode = 500;

function normalForm(text: string | undefined): string | undefined {
  if (text === undefined || text === '' || text.length > longestCode) return undefined;
  // Nearly all there is, and its own normal form.
  if (isDrugTraceCode(text)) return text;
  const code = recognise(text);
  // A code of a batch or a place stands for no pack that could lie in another.
  return isCodeProblem(code) || code.identifies !== undefined ? undefined : code.value;
}

/** @returns undefined when absent, null when it is no whole number of the range. */
function numberIn(text: string | undefined, least: number, most: number): number | null | undefined {
  if (text === undefined || text === '') return undefined;
  const value = Number(text);
  return /^\d$/.test(text) && value >= least && value <= most ? value : null;
}
