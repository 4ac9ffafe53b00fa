import { calendarDate } from '../gs1/dates.ts';
import { type CodeParts, present, type Reading } from '../reading.ts';

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

/** @returns the GS1 elements that stand in an envelope of format 05, as an element string. */
export function gs1InEnvelope(text: string): string | undefined {
  const [, format, content] = envelope.exec(text) ?? [];
  return format === '05' ? content : undefined;
}

/**
 * IFA code (Pharmacy Product Number) and other texts with ASC MH10 data identifiers, as on European packs that reach China by
 * cross-border sale (IFA Coding System, Specification PPN-Code).
 */
export function readMh10(text: string, year: number): Reading | undefined {
  const [, format, content = ''] = envelope.exec(text) ?? [];
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
  const known = product !== undefined || gtin !== undefined;
  const identifies = !known ? 'unknown' : serial !== undefined ? 'pack' : lot !== undefined ? 'batch' : 'product';
  const isWrong = product !== undefined && !hasValidPpnCheck(product);
  return {
    kind: 'ifa',
    // Control characters do not survive every log and file: the units stand divided by a bar.
    value: read.map(({ id, value }) => id + value).join('|'),
    identifies,
    confidence: isWrong ? 'likely' : 'certain',
    parts,
    warnings: isWrong ? ['CHECK_CHARACTER_WRONG'] : [],
  };
}

/** Two digits: character codes times 2, 3, 4 …, modulo 97 (IFA Specification PPN-Code, annex). */
function hasValidPpnCheck(ppn: string): boolean {
  const body = ppn.slice(0, -2);
  let sum = 0;
  for (let index = 0; index < body.length; index += 1) sum += body.charCodeAt(index) * (index + 2);
  return String(sum % 97).padStart(2, '0') === ppn.slice(-2);
}
