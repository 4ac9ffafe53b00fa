/** One element of a GS1 element string: application identifier and value. */
export interface Element {
  readonly ai: string;
  readonly value: string;
  /** Nothing but the end of the text says where the value ends, and no separator was seen: more elements may hide in it. */
  readonly open: boolean;
}

/** FNC1 as transmitted by scanners (GS1 General Specifications §7.8.3). */
export const groupSeparator = '\u001d';

/** Value lengths that need no separator, by the identifier's first two digits (GS1 General Specifications, figure 7.8.5-2). */
// biome-ignore format: a table
const predefinedLength: Readonly<Record<string, number>> = {
  '00': 18, '01': 14, '02': 14, '03': 14, '04': 16,
  '11': 6, '12': 6, '13': 6, '14': 6, '15': 6, '16': 6, '17': 6, '18': 6, '19': 6,
  '20': 2, '31': 6, '32': 6, '33': 6, '34': 6, '35': 6, '36': 6, '41': 13,
};

/** Identifier lengths by first two digits; absent: two digits (GS1 General Specifications §3.2, list of identifiers). */
// biome-ignore format: a table
const identifierLength: Readonly<Record<string, 3 | 4>> = {
  '23': 3, '24': 3, '25': 3, '31': 4, '32': 4, '33': 4, '34': 4, '35': 4, '36': 4, '39': 4,
  '40': 3, '41': 3, '42': 3, '43': 4, '70': 4, '71': 3, '72': 4, '80': 4, '81': 4, '82': 4,
};

/** First digits that begin no identifier (GS1 Syntax Dictionary). */
const unassigned = /^(?:0[5-9]|2[6-9]|38|4[4-9]|5|6|7[3-9]|8[3-9])/;
/** Longest value of any identifier (90–99, 8110 …). */
const longestValue = 90;
/** Batch, serial and consumer variant: X..20. */
const longestShortValue = 20;
const shortValues: ReadonlySet<string> = new Set(['10', '21', '22']);
/** GS1 AI encodable character set 82 (GS1 General Specifications, figure 7.11-1). */
const set82 = /^[!"%&'()*+,\-./0-9:;<=>?A-Z_a-z]+$/;

/**
 * Reads an element string: predefined lengths by count, all others up to the separator or the end. One superfluous separator after a
 * predefined-length element is tolerated, as readers must.
 * @param text without symbology identifier; may begin with FNC1
 * @returns undefined when the text is no element string.
 */
export function readElementString(text: string): readonly Element[] | undefined {
  const separated = text.slice(1).includes(groupSeparator);
  const elements: Element[] = [];
  let rest = text.startsWith(groupSeparator) ? text.slice(1) : text;
  while (rest !== '') {
    const ai = identifierAt(rest);
    if (ai === undefined) return undefined;
    const length = predefinedLength[ai.slice(0, 2)];
    const end = length === undefined ? rest.indexOf(groupSeparator) : ai.length + length;
    const value = rest.slice(ai.length, end === -1 ? undefined : end);
    if (!fits(ai, value, length)) return undefined;
    elements.push({ ai, value, open: end === -1 && !separated });
    rest = end === -1 ? '' : rest.slice(end);
    if (rest.startsWith(groupSeparator)) rest = rest.slice(1);
  }
  return elements.length === 0 ? undefined : elements;
}

/** Reads the human-readable form `(01)…(21)…`; brackets around anything but an identifier are data. */
export function readBracketed(text: string): readonly Element[] | undefined {
  if (!/^\(\d{2,4}\)/.test(text)) return undefined;
  const elements: Element[] = [];
  const marks = [...text.matchAll(/\((\d{2,4})\)/g)].filter((mark) => mark[1] === identifierAt(mark[1] ?? ''));
  for (const [index, mark] of marks.entries()) {
    const ai = mark[1] ?? '';
    const value = text.slice(mark.index + mark[0].length, marks[index + 1]?.index);
    if (!fits(ai, value, predefinedLength[ai.slice(0, 2)])) return undefined;
    elements.push({ ai, value, open: false });
  }
  return marks[0]?.index === 0 ? elements : undefined;
}

function identifierAt(text: string): string | undefined {
  if (unassigned.test(text)) return undefined;
  const ai = text.slice(0, identifierLength[text.slice(0, 2)] ?? 2);
  return /^\d{2,4}$/.test(ai) && ai.length === (identifierLength[text.slice(0, 2)] ?? 2) ? ai : undefined;
}

function fits(ai: string, value: string, predefined: number | undefined): boolean {
  if (predefined !== undefined) return value.length === predefined && /^\d+$/.test(value);
  return value.length <= (shortValues.has(ai) ? longestShortValue : longestValue) && set82.test(value);
}
