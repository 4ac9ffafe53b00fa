import type { NewEvent } from './contract.ts';

/** One entry of the code look-up: `raw` 1 is the text as scanned, stored only where it differs from the normal form. */
export interface CodeRow {
  readonly value: string;
  readonly line: number;
  readonly raw: 0 | 1;
  readonly kind: string;
}

/**
 * @returns the look-up entries of an event, without repeats, in key order: neighbours in the index are written together
 * (sorted inserts are what makes the code index cheap; measured in docs/decisions/0010-sqlite-store.md).
 */
export function codeRows(item: NewEvent): CodeRow[] {
  const rows = new Map<string, CodeRow>();
  const add = (row: CodeRow) => rows.set(`${row.value}\n${row.line}\n${row.raw}`, row);
  for (const code of item.codes) {
    add({ value: storable(code.value), line: code.line, raw: 0, kind: code.kind });
  }
  item.event.event.lines.forEach((line, index) => {
    for (const code of line.codes) {
      if (code.raw !== code.value) add({ value: storable(code.raw), line: index, raw: 1, kind: code.kind });
    }
  });
  return [...rows.values()].sort((a, b) => (a.value < b.value ? -1 : a.value > b.value ? 1 : a.line - b.line));
}

/** PostgreSQL's text cannot hold U+0000, which a scanner or a platform may send: U+2400 (␀) stands for it. */
export function storable(code: string): string {
  return code.replaceAll('\0', '\u2400');
}
