import { calendarDate } from '../gs1/dates.ts';
import { type CodeParts, namedBy, present, type Reading } from '../reading.ts';

/** Units of the AHM code (阿里健康 as UDI issuer). Its grammar is known from the public database only: UNCONFIRMED. */
const titles: Readonly<Record<string, string>> = {
  BA: 'lot',
  BN: 'lot',
  SN: 'serial',
  MD: 'production date',
  BD: 'best before',
  ED: 'valid until',
  PL: 'pack level',
};

/** `MF`, identifier of at most 13, then units of two letters and a value, divided by asterisks. */
export function readAhm(text: string, year: number): Reading | undefined {
  const [first = '', ...unitTexts] = text.split('*');
  if (!/^MF[0-9A-Za-z]{1,13}$/.test(first) || unitTexts.length === 0) return undefined;
  const elements = unitTexts.map((unit) => ({ id: unit.slice(0, 2), value: unit.slice(2) }));
  if (elements.some(({ id, value }) => titles[id] === undefined || value === '')) return undefined;
  const unitValue = (...ids: readonly string[]) => elements.find(({ id }) => ids.includes(id))?.value;
  const date = (value: string | undefined) => (value === undefined ? undefined : calendarDate(value, year));
  const serial = unitValue('SN');
  const lot = unitValue('BA', 'BN');
  const parts: CodeParts = {
    product: first,
    ...present({
      serial,
      lot,
      producedOn: date(unitValue('MD')),
      expiresOn: date(unitValue('ED') ?? unitValue('BD')),
      level: unitValue('PL'),
    }),
    elements: elements.map(({ id, value }) => ({ id, ...present({ title: titles[id] }), value })),
  };
  return {
    kind: 'ahm',
    value: normalForm(parts, text),
    identifies: namedBy(parts),
    confidence: 'possible',
    parts,
    warnings: [],
  };
}

/** An identifier by itself is no AHM code: without serial and lot the text stays as it is. */
function normalForm({ product, serial, lot }: CodeParts, text: string): string {
  if (serial !== undefined) return `${product}*SN${serial}`;
  return lot === undefined ? text : `${product}*BA${lot}`;
}
