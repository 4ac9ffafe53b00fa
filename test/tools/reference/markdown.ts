/** A table; the cells' bars and line ends are made harmless. Empty for no rows. */
export function table(head: readonly string[], rows: ReadonlyArray<readonly string[]>): readonly string[] {
  if (rows.length === 0) return [];
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line), ''];
}

function cell(text: string): string {
  return text
    .replaceAll('|', '\\|')
    .replaceAll(/\s*\n\s*/g, ' ')
    .trim();
}

export function code(text: string): string {
  return text === '' ? '' : `\`${text}\``;
}

/** A section, or nothing where there is nothing to say. */
export function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`## ${title}`, '', ...lines, ...(lines.at(-1) === '' ? [] : [''])];
}

export function list(points: readonly string[]): readonly string[] {
  return points.map((point) => `- ${point}`);
}

export function page(lines: readonly string[]): string {
  return `${lines.join('\n').trimEnd()}\n`;
}

/** Said at the top of each page. */
export const generatedNote =
  'Written by `npm run generate` from the adapters and profiles themselves; `npm run check` fails when it is out of date. 由程序生成，请勿手工修改。';
