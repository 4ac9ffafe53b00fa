import { calendarDate } from '../gs1/dates.ts';
import { type CodeParts, type Identifies, namedBy, present, type Reading } from '../reading.ts';
import type { CodeWarning } from '../warning.ts';

/** Envelope of ISO/IEC 15434: header, format 06 (ASC MH10 data identifiers) or 05 (GS1), trailer. */
const envelope = /^\[\)>\u001e(05|06)\u001d([\s\S]*?)(?:\u001e\u0004?)?$/;
const titles: Readonly<Record<string, string>> = {
  '9N': 'PPN',
  '8P': 'GTIN',
  '1T': 'lot',
  S: 'serial',
  D: 'expiry',
  '16D': 'production date',
  Q: 'quantity',
  '27Q': 'quantity of pieces',
};
const identifierForm = /^(9N|8P|1T|16D|27Q|S|D|Q)(.+)$/;

/** Scanners that are set up badly spell the control characters out. */
const spelledOut: ReadonlyArray<readonly [RegExp, string]> = [
  [/\{RS\}|<RS>|\[RS\]|\^\^|\\u001e|\\x1e|\u241e/gi, '\u001e'],
  [/\{GS\}|<GS>|\[GS\]|\^\]|\\u001d|\\x1d|\u241d/gi, '\u001d'],
  [/\{EOT\}|<EOT>|\[EOT\]|\^D|\\u0004|\\x04|\u2404/gi, '\u0004'],
];
/** Our normal form: the units without their envelope, divided by a bar, the product first. */
const normalForm = /^(?:9N|8P)[^|\u001d]+(?:\|[^|\u001d]+)+$/;

export interface Envelope {
  readonly format: '05' | '06';
  /** The units, divided by GS. */
  readonly content: string;
  /** The control characters had to be mended. */
  readonly spelled: boolean;
}

/** @returns what stands in an envelope of ISO/IEC 15434: GS1 elements (05) or units with data identifiers (06). */
export function openEnvelope(text: string): Envelope | undefined {
  if (!text.startsWith('[)>')) return undefined;
  const plain = spelledOut.reduce((mended, [pattern, sign]) => mended.replace(pattern, sign), text);
  const [, format, content] = envelope.exec(plain) ?? [];
  if (content === undefined) return undefined;
  return { format: format === '05' ? '05' : '06', content, spelled: plain !== text };
}

/**
 * IFA code (Pharmacy Product Number) and other texts with ASC MH10 data identifiers, as on European packs that reach China by
 * cross-border sale (IFA Coding System, Specification PPN-Code).
 * @param scan an opened envelope, or a text in our normal form
 */
export function readMh10(scan: Envelope | string, year: number): Reading | undefined {
  const { format, content, spelled } =
    typeof scan === 'string'
      ? { format: normalForm.test(scan) ? '06' : undefined, content: scan.replaceAll('|', '\u001d'), spelled: false }
      : scan;
  if (format !== '06') return undefined;
  const elements = content
    .split('\u001d')
    .filter((unit) => unit !== '')
    .map((unit) => identifierForm.exec(unit));
  if (elements.length === 0 || elements.includes(null)) return undefined;
  const read = elements.map((found) => ({ id: found?.[1] ?? '', value: found?.[2] ?? '' }));
  const unitValue = (id: string) => read.find((element) => element.id === id)?.value;
  const date = (value: string | undefined) => (value === undefined ? undefined : calendarDate(value.slice(-6), year));
  const product = unitValue('9N');
  const gtin = unitValue('8P')?.padStart(14, '0');
  const serial = unitValue('S');
  const lot = unitValue('1T');
  const parts: CodeParts = {
    ...present({
      product,
      gtin,
      serial,
      lot,
      expiresOn: date(unitValue('D')),
      producedOn: date(unitValue('16D')),
      quantity: unitValue('Q') ?? unitValue('27Q'),
    }),
    elements: read.map(({ id, value }) => ({ id, ...present({ title: titles[id] }), value })),
  };
  const identifies = namedBy({ product: product ?? gtin, serial, lot });
  const isWrong = product !== undefined && !hasValidPpnCheck(product);
  const warnings: CodeWarning[] = spelled ? ['SEPARATOR_SPELLED_OUT'] : [];
  if (isWrong) warnings.push('CHECK_CHARACTER_WRONG');
  return {
    kind: 'ifa',
    // Control characters do not survive every log and file: the units stand divided by a bar.
    value: told(read, identifies)
      .map(({ id, value }) => id + value)
      .join('|'),
    identifies,
    confidence: isWrong ? 'likely' : 'certain',
    parts,
    warnings,
  };
}

type Unit = { readonly id: string; readonly value: string };

/** Product and serial of a pack, product and lot of a batch: two labels of one pack may carry different dates. */
function told(units: readonly Unit[], identifies: Identifies): readonly Unit[] {
  const productId = units.some(({ id }) => id === '9N') ? '9N' : '8P';
  const ids = identifies === 'pack' ? [productId, 'S'] : identifies === 'batch' ? [productId, '1T'] : undefined;
  if (ids === undefined) return units;
  return ids.flatMap((wanted) => units.find(({ id }) => id === wanted) ?? []);
}

/** Two digits: character codes times 2, 3, 4 …, modulo 97 (IFA Specification PPN-Code, annex). */
function hasValidPpnCheck(ppn: string): boolean {
  const body = ppn.slice(0, -2);
  let sum = 0;
  for (let index = 0; index < body.length; index += 1) sum += body.charCodeAt(index) * (index + 2);
  return String(sum % 97).padStart(2, '0') === ppn.slice(-2);
}
