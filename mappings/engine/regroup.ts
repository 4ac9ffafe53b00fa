import type { RecognisedLine } from '../model/index.ts';
import { share, sum } from './decimal.ts';

/** A line that cannot be cut into its packs: `inputPath` says which, the message why. */
export class MissedSplit extends Error {
  override readonly name = 'MissedSplit';
  readonly inputPath: string;
  constructor(inputPath: string, reason: string) {
    super(reason);
    this.inputPath = inputPath;
  }
}

/**
 * One line per code (条码一行一码), each with its share of the quantity; a line with one code or none stays as it is.
 * What a code of a larger pack counts is not told by the event, so codes of different pack levels share nothing.
 * @throws MissedSplit when the quantity is not the same for every code.
 */
export function splitLine(line: RecognisedLine, index: number): readonly RecognisedLine[] {
  const { codes } = line;
  if (codes.length < 2) return [line];
  const levels = new Set(codes.map(({ packLevel }) => packLevel));
  const quantity = levels.size === 1 ? share(line.quantity, codes.length) : undefined;
  if (quantity === undefined) {
    throw new MissedSplit(
      `lines[${index}].quantity`,
      `is not the same for each of the ${codes.length} codes, and the platform wants one row per code; send a line per code`,
    );
  }
  return codes.map((code) => ({ ...line, quantity, codes: [code] }));
}

/**
 * Lines that differ in nothing but quantity and codes, as one: the quantities added, the codes one after the other. `index`
 * is the first one's. Nothing is lost: lines that differ in any other field stay apart.
 */
export function mergeLines(
  lines: readonly RecognisedLine[],
): ReadonlyArray<{ readonly line: RecognisedLine; readonly index: number }> {
  const groups = new Map<string, { index: number; first: RecognisedLine; others: RecognisedLine[] }>();
  lines.forEach((line, index) => {
    const { quantity: _, codes: __, ...rest } = line;
    const key = canonical(rest);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { index, first: line, others: [] });
    else group.others.push(line);
  });
  return [...groups.values()].map(({ index, first, others }) => ({ index, line: merged(first, others) }));
}

function merged(first: RecognisedLine, others: readonly RecognisedLine[]): RecognisedLine {
  if (others.length === 0) return first;
  const all = [first, ...others];
  return { ...first, quantity: sum(all.map((line) => line.quantity)), codes: all.flatMap((line) => line.codes) };
}

/** JSON with sorted keys: two tills, or two lines of one, may write the same fields in another order. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([left], [right]) => (left < right ? -1 : 1)))
      : inner,
  );
}
