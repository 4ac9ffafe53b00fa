import { makeDay } from '../demo/make-day.ts';

const template = makeDay().find((posting) => posting.note === 'sale' && posting.event.lines.length > 1)?.event;

/** @returns the JSON text of sale number `n`: the demo day's kind of sale (about 1.4 KB), document number and codes unique per n. */
export function saleText(n: number, run = 'B'): string {
  if (template === undefined) throw new Error('the demo day has no sale with two lines');
  const event = {
    ...template,
    documentNo: `${run}${n}`,
    lines: template.lines.map((line, index) => ({
      ...line,
      codes: line.codes?.map(
        (_, at) => `8123456${String(n).padStart(9, '0')}${String(index * 16 + at).padStart(4, '0')}`,
      ),
    })),
  };
  return JSON.stringify(event);
}
