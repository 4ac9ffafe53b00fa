import { type CodeParts, type Identifies, namedBy, present, type Reading } from '../reading.ts';
import { dayOfYear } from './julian.ts';

type Unit = { readonly id: string; readonly title: string; readonly form: RegExp };

/** Data structures by their identifier characters (ICCBBA ST-001 and ST-011); = and & begin one, a donation number has no second character of its own. */
const units: readonly Unit[] = [
  { id: '=+', title: 'compound message', form: /^=\+(\d{5})/ },
  { id: '=/', title: 'device identifier', form: /^=\/([A-Z0-9]{16})/ },
  { id: '=,', title: 'serial', form: /^=,([A-Z0-9]{6})/ },
  { id: '=>', title: 'expiry', form: /^=>(\d{6})/ },
  { id: '=}', title: 'manufacture', form: /^=\}(\d{6})/ },
  { id: '&,1', title: 'lot', form: /^&,1([A-Z0-9]{1,18})/ },
  { id: '=)', title: 'container identifier', form: /^=\)([A-Z0-9]{10})/ },
  { id: '&)', title: 'container lot', form: /^&\)([A-Z0-9]{10})/ },
  { id: '=', title: 'donation identification number', form: /^=([A-NP-Z1-9][A-Z0-9]{14})/ },
];

/** ISBT 128 data structures in one scan, as on blood, tissue and cells (ICCBBA). @param text begins with = or & */
export function readIccbba(text: string): Reading | undefined {
  if (!/^[=&]/.test(text)) return undefined;
  const elements: Array<{ readonly id: string; readonly title: string; readonly value: string }> = [];
  let rest = text;
  while (rest !== '') {
    const unit = units.find(({ form }) => form.test(rest));
    const [all, value] = unit === undefined ? [] : (unit.form.exec(rest) ?? []);
    if (unit === undefined || all === undefined || value === undefined) return undefined;
    elements.push({ id: unit.id, title: unit.title, value });
    rest = rest.slice(all.length);
  }
  const unitValue = (id: string) => elements.find((element) => element.id === id)?.value;
  const product = unitValue('=/') ?? unitValue('=)');
  const serial = unitValue('=,');
  const lot = unitValue('&,1') ?? unitValue('&)');
  const parts: CodeParts = {
    ...present({ product, serial, lot, expiresOn: date(unitValue('=>')), producedOn: date(unitValue('=}')) }),
    elements,
  };
  // A donation's number is never given twice; what is made of it is told apart by product and serial.
  const identifies = unitValue('=') === undefined ? namedBy(parts) : 'pack';
  const value = normalForm(elements, identifies) || text;
  return { kind: 'iccbba', value, identifies, confidence: 'likely', parts, warnings: [] };
}

/** What tells one thing apart, in the order of the standard's compound messages; dates do not. */
const telling: Readonly<Partial<Record<Identifies, readonly string[]>>> = {
  pack: ['=', '=/', '=)', '=,'],
  batch: ['=/', '=)', '&,1', '&)'],
  product: ['=/', '=)'],
};

function normalForm(elements: CodeParts['elements'], identifies: Identifies): string {
  const ids = telling[identifies] ?? [];
  const told = ids.flatMap((id) => elements?.find((element) => element.id === id) ?? []);
  return told.map(({ id, value }) => id + value).join('');
}

/** cyyjjj: last digit of the century's hundreds (0 is 2000), year, day of the year. */
function date(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const century = text.startsWith('9') ? 1000 : 2000;
  return dayOfYear(century + Number(text.slice(0, 3)), Number(text.slice(3)));
}
