import type { Product, RecognisedCode, RecognisedLine } from '../model/index.ts';
import { gtin14 } from './row-key.ts';
import { splitContent, wholeContent } from './split-content.ts';
import type { Catalogue, CatalogueRow } from './types.ts';

/** What a line says and the table says otherwise; nothing is overwritten. */
export const catalogueWarnings = {
  CATALOGUE_DIFFERS: 'the catalogue says otherwise (its value in brackets); what the document says was kept',
  CATALOGUE_SEVERAL_PRODUCTS: 'the codes of this line belong to several products of the catalogue (in brackets)',
} as const;
export type CatalogueWarning = keyof typeof catalogueWarnings;

export interface CompletedLine {
  /** The very line given when nothing was filled in. */
  readonly line: RecognisedLine;
  readonly warnings: ReadonlyArray<{
    /** JSON Pointer from the line. */
    readonly pointer: string;
    readonly warning: CatalogueWarning;
    /** What the table says. */
    readonly table: string;
  }>;
  /** The codes belong, all sources agreeing, to a product with another nhsaCode than the line says. */
  readonly otherProduct: boolean;
}

type Warning = CompletedLine['warnings'][number];
const nothing: readonly CatalogueRow[] = [];
const filledFields = [
  'nhsaCode',
  'gtin',
  'standardCode',
  'approvalNo',
  'drugId',
  'spec',
  'manufacturer',
] as const satisfies ReadonlyArray<keyof Product & keyof CatalogueRow>;
/** Names and texts are written in many ways, and ids differ by platform: a difference says nothing. */
const compared: ReadonlySet<string> = new Set(['nhsaCode', 'gtin', 'standardCode', 'approvalNo']);

/** What 本位码 and 批准文号 do not tell: they name a drug in all its packs, and the catalogue seldom knows them all. */
const ofOnePack: ReadonlySet<string> = new Set(['nhsaCode', 'gtin', 'drugId', 'spec']);

/**
 * Fills in what a line lacks (product fields, pack level of its codes, what a pack holds) from the catalogue: by its codes' prefix or GTIN; when
 * the table knows none of them, by the product's GTIN, 医保代码, 本位码 or 批准文号, in this order. A value is only filled in when all rows found
 * agree on it: a line with codes of two pack levels gets no GTIN. By the last two, what differs between packs of one drug is filled in only from
 * rows of the line's own specification. Pure.
 * @param day yyyy-MM-dd in China: the rows in force on it count
 */
export function completeLine(line: RecognisedLine, catalogue: Catalogue, day: string): CompletedLine {
  const rowsPerCode = line.codes.map((code) => rowsOfCode(code, catalogue, day));
  const ofCodes = distinct(rowsPerCode);
  const ofPacks = ofCodes.length > 0 ? ofCodes : rowsOfPack(line.product, catalogue, day);
  const rows = ofPacks.length > 0 ? ofPacks : rowsOfDrug(line.product, catalogue, day);
  if (rows.length === 0) return { line, warnings: [], otherProduct: false };

  const warnings: Warning[] = [];
  const added: { [K in (typeof filledFields)[number]]?: string } = {};
  const ofThisPack =
    ofPacks.length > 0 ? rows : rows.filter(({ spec }) => spec !== undefined && spec === line.product.spec);
  for (const field of filledFields) {
    const telling = ofOnePack.has(field) ? ofThisPack : rows;
    const stated = values(field === 'spec' ? telling.filter(isSmallest) : telling, field).filter(isMeant(field));
    const own = line.product[field];
    const [only, other] = stated;
    if (only === undefined) continue;
    if (own === undefined && other === undefined) added[field] = only;
    // A drug has more packs than those known by its 本位码 or 批准文号: those of the line may be others.
    const isJudged = own !== undefined && compared.has(field) && ofPacks.length > 0;
    if (isJudged && !agrees(field, own, stated, rows, catalogue)) {
      warnings.push({ pointer: `/product/${field}`, warning: 'CATALOGUE_DIFFERS', table: stated.join(' ') });
    }
  }
  const products = values(ofCodes, 'nhsaCode');
  if (products.length > 1) {
    warnings.push({ pointer: '/codes', warning: 'CATALOGUE_SEVERAL_PRODUCTS', table: products.join(' ') });
  }
  const stated = line.product.nhsaCode;
  const otherProduct = stated !== undefined && products.length === 1 && products[0] !== stated;
  const codes = completeCodes(line.codes, rowsPerCode, warnings);
  const packContent = line.split ? splitContent(line, ofPacks) : wholeContent(line, ofPacks);
  if (codes === line.codes && packContent === undefined && Object.keys(added).length === 0) {
    return { line, warnings, otherProduct };
  }
  const completed = { ...line, product: { ...line.product, ...added }, codes };
  return {
    line: packContent === undefined ? completed : { ...completed, packContent },
    warnings,
    otherProduct,
  };
}

function completeCodes(
  codes: readonly RecognisedCode[],
  rowsPerCode: ReadonlyArray<readonly CatalogueRow[]>,
  warnings: Warning[],
): readonly RecognisedCode[] {
  let completed: RecognisedCode[] | undefined;
  codes.forEach((code, index) => {
    const levels = values(rowsPerCode[index] ?? nothing, 'packLevel');
    const [packLevel, other] = levels;
    if (packLevel === undefined || (code.packLevel === undefined && other !== undefined)) return;
    if (code.packLevel === undefined) {
      completed ??= [...codes];
      completed[index] = { ...code, packLevel };
    } else if (!levels.includes(code.packLevel)) {
      warnings.push({ pointer: `/codes/${index}/packLevel`, warning: 'CATALOGUE_DIFFERS', table: levels.join(' ') });
    }
  });
  return completed ?? codes;
}

/** A GTIN of another pack of the same product is no contradiction: the till scans the box, the table knows the case as well. */
function agrees(
  field: (typeof filledFields)[number],
  own: string,
  stated: readonly string[],
  rows: readonly CatalogueRow[],
  { byGtin }: Catalogue,
): boolean {
  if (field !== 'gtin') return stated.includes(own);
  const number = gtin14(own);
  if (stated.some((gtin) => gtin14(gtin) === number)) return true;
  const products = values(rows, 'nhsaCode');
  return values(byGtin.get(number) ?? nothing, 'nhsaCode').some((nhsaCode) => products.includes(nhsaCode));
}

function rowsOfCode({ prefix, gtin }: RecognisedCode, catalogue: Catalogue, day: string): readonly CatalogueRow[] {
  if (prefix !== undefined) return inForce(catalogue.byPrefix.get(prefix), day);
  return gtin === undefined ? nothing : inForce(catalogue.byGtin.get(gtin), day);
}

/** What the case holds is not what the box holds. */
function isSmallest({ packLevel }: CatalogueRow): boolean {
  return packLevel === undefined || packLevel === 'small';
}

/** The platforms' own ids of a product stand in the same column as 药品标识码, which a document means. */
function isMeant(field: (typeof filledFields)[number]): (value: string) => boolean {
  return (value) => field !== 'drugId' || /^\d{7}$/.test(value);
}

function rowsOfDrug({ standardCode, approvalNo }: Product, catalogue: Catalogue, day: string): readonly CatalogueRow[] {
  const found = standardCode === undefined ? nothing : inForce(catalogue.byStandardCode.get(standardCode), day);
  if (found.length > 0 || approvalNo === undefined) return found;
  return inForce(catalogue.byApprovalNo.get(approvalNo), day);
}

function rowsOfPack({ gtin, nhsaCode }: Product, catalogue: Catalogue, day: string): readonly CatalogueRow[] {
  const byGtin = gtin === undefined ? nothing : inForce(catalogue.byGtin.get(gtin14(gtin)), day);
  if (byGtin.length > 0 || nhsaCode === undefined) return byGtin;
  return inForce(catalogue.byNhsaCode.get(nhsaCode), day);
}

function inForce(rows: readonly CatalogueRow[] | undefined, day: string): readonly CatalogueRow[] {
  if (rows === undefined) return nothing;
  const holds = ({ validFrom, validTo }: CatalogueRow) => validFrom <= day && (validTo === undefined || day < validTo);
  return rows.every(holds) ? rows : rows.filter(holds);
}

/** The codes of a line mostly share their rows: usually the first list is the answer. */
function distinct(lists: ReadonlyArray<readonly CatalogueRow[]>): readonly CatalogueRow[] {
  const [first = nothing] = lists;
  if (lists.every((list) => list === first)) return first;
  return [...new Set(lists.flat())];
}

/** @returns the different values that the rows state. */
function values<K extends (typeof filledFields)[number] | 'packLevel'>(
  rows: readonly CatalogueRow[],
  field: K,
): Array<NonNullable<CatalogueRow[K]>> {
  const found: Array<NonNullable<CatalogueRow[K]>> = [];
  for (const row of rows) {
    const value = row[field];
    if (value !== undefined && !found.includes(value)) found.push(value);
  }
  return found;
}
