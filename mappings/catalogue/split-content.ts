import type { RecognisedLine } from '../model/index.ts';
import type { CatalogueRow } from './types.ts';

/**
 * How many of the line's unit a full smallest pack holds (转换比), where the line is split (拆零) and all rows that tell agree. A content counts
 * in its own unit (最小制剂单位); one without unit only where the specification counts in the unit sold: ten bottles are no ten pills.
 * @returns undefined when the catalogue does not tell
 */
export function splitContent(
  { split, unit, product }: RecognisedLine,
  rows: readonly CatalogueRow[],
): string | undefined {
  if (!split || unit === undefined) return undefined;
  const told = new Set<string>();
  for (const { content, contentUnit, spec = product.spec } of rows) {
    if (content === undefined) continue;
    if (contentUnit === undefined ? countsIn(unit, spec) : contentUnit === unit) told.add(content);
  }
  const [content, other] = told;
  return other === undefined ? content : undefined;
}

/** Units in which a smallest pack is sold; a 箱 or 件 may be any larger one. */
const packUnits: ReadonlySet<string> = new Set(['盒', '瓶', '袋', '支', '罐', '筒', '管', '桶', '包']);

/** Units around those: inner ones (支, 袋) are left out where only the specification's text says what a pack holds. */
const outerUnits: ReadonlySet<string> = new Set(['盒', '瓶', '罐', '桶']);
/** `24粒`, `10支`: what a specification counts; 0.25克 and 2毫升 measure. */
const countedUnit = /\d\s*(?!毫?克|千克|微克|毫?升|微升|万?单位)(\p{Script=Han})/u;

/**
 * How many of the line's unit a smallest pack holds, where whole packs are sold: its content when the unit is what the content counts (支 of an
 * injection), one when it is the pack's own.
 * @returns undefined when neither the catalogue nor the specification tells what the content counts, or rows disagree
 */
export function wholeContent(
  { split, unit, codes, product }: RecognisedLine,
  rows: readonly CatalogueRow[],
): string | undefined {
  if (split || unit === undefined || codes.length === 0) return undefined;
  const told = new Set<string>();
  for (const { content, contentUnit, spec = product.spec } of rows) {
    const own = contentUnit === undefined ? isAround(unit, spec) : contentUnit !== unit && packUnits.has(unit);
    if (own) told.add('1');
    else if (contentUnit === unit && content !== undefined) told.add(content);
  }
  const [content, other] = told;
  return other === undefined ? content : undefined;
}

/** The specification counts something, and not in this unit. */
function isAround(unit: string, spec = ''): boolean {
  return outerUnits.has(unit) && countedUnit.test(spec) && !countsIn(unit, spec);
}

/** `24粒`, `12 粒/板` */
function countsIn(unit: string, spec = ''): boolean {
  const before = spec.split(unit).slice(0, -1);
  return before.some((text) => /\d\s*$/.test(text));
}
