import type { RecognisedEvent } from '../model/index.ts';

/** What a till prints for the customer (医保发〔2025〕7号: trace codes on the receipt from 2026-01-01). */
export interface Receipt {
  readonly lines: ReadonlyArray<{
    readonly product: string;
    readonly spec?: string;
    readonly quantity: string;
    readonly unit?: string;
    readonly split: boolean;
    /** As a person reads them: 20 digits in groups of five, GS1 with brackets. */
    readonly codes: readonly string[];
  }>;
  /** The same as text, ready for the printer; empty where nothing went to a customer: returns and goods in print none. */
  readonly text: readonly string[];
}

/** 国家医保局: one sale is normal, two or more are suspicious; the public looks codes up in the 医保 app. */
const notice = '追溯码可在国家医保服务平台APP查询：一次销售为正常';
const drugTrace = /^\d{20}$/;
const sales: ReadonlySet<string> = new Set(['retail-sale', 'dispense']);
const indent = '  ';

/**
 * The lines to print for the customer of a sale. Lines without codes are printed too, so that the receipt is the sale's.
 * @param columns width of the printer in half-width characters; a Chinese character takes two
 */
export function receipt(event: RecognisedEvent, columns: number): Receipt {
  const lines = event.lines.map(({ product, quantity, unit, split = false, codes }) => ({
    product: product.localName,
    ...(product.spec === undefined ? {} : { spec: product.spec }),
    quantity,
    ...(unit === undefined ? {} : { unit }),
    split,
    codes: codes.map(({ value }) => (drugTrace.test(value) ? inGroups(value) : value)),
  }));
  if (!sales.has(event.kind)) return { lines, text: [] };
  const text = lines.flatMap(({ product, spec, quantity, unit = '', split, codes }) => [
    ...wrap(spec === undefined ? product : `${product} ${spec}`, columns),
    ...wrap(`${indent}数量 ${quantity}${unit}${split ? '（拆零）' : ''}`, columns),
    ...codes.flatMap((code) => codeRows(code, columns)),
  ]);
  const hasCodes = lines.some(({ codes }) => codes.length > 0);
  return { lines, text: hasCodes ? [...text, ...wrap(notice, columns)] : text };
}

function inGroups(digits: string): string {
  return digits.replace(/(\d{5})(?=\d)/g, '$1 ');
}

/** One row where it fits; else the code below its name, cut between groups and elements, so that it can be typed off row by row. */
function codeRows(code: string, columns: number): string[] {
  const label = `${indent}追溯码`;
  const whole = wrap(`${label} ${code}`, columns);
  if (whole.length === 1) return whole;
  const rows: string[] = [];
  for (const piece of code.split(/ |(?=\()/)) {
    const joint = piece.startsWith('(') ? '' : ' ';
    const longer = `${rows.at(-1) ?? ''}${joint}${piece}`;
    if (rows.length > 0 && wrap(longer, columns).length === 1) rows[rows.length - 1] = longer;
    else rows.push(`${indent}${piece}`);
  }
  return [label, ...rows.flatMap((row) => wrap(row, columns))];
}

/** East Asian wide characters take two columns (Unicode, East Asian Width W and F, as far as product names use them). */
const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/;

function wrap(text: string, columns: number): string[] {
  const rows: string[] = [];
  let row = '';
  let width = 0;
  for (const char of text) {
    const size = wide.test(char) ? 2 : 1;
    if (width + size > columns) {
      rows.push(row);
      row = '';
      width = 0;
    }
    row += char;
    width += size;
  }
  return [...rows, row];
}
