/** Commands of a guide (a fenced block of `sh`) and what they print (the block of `text` after it, if there is one). */
export interface Step {
  readonly commands: string;
  readonly prints: string;
}

/** @returns the steps of a Markdown page, in order. */
export function stepsOf(markdown: string): readonly Step[] {
  const blocks = [...markdown.matchAll(/^```(sh|text)\n([\s\S]*?)^```$/gm)].map(([, language = '', text = '']) => ({
    language,
    text,
  }));
  return blocks.flatMap(({ language, text }, index) => {
    if (language !== 'sh') return [];
    const next = blocks[index + 1];
    return [{ commands: text, prints: next?.language === 'text' ? next.text : '' }];
  });
}

/** @returns the lines of a step's print that its output lacks, in their order; `…` stands for anything on a line, npm's own words for nothing. */
export function missingLines({ prints }: Pick<Step, 'prints'>, output: string): readonly string[] {
  let rest = output;
  return prints
    .split('\n')
    .filter((line) => line !== '')
    .filter((line) => {
      const parts = line.split('…').map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
      const found = new RegExp(`^${parts.join('.*')}${line.endsWith('…') ? '' : '$'}`, 'm').exec(rest);
      if (found === null) return true;
      rest = rest.slice(found.index + found[0].length);
      return false;
    });
}
