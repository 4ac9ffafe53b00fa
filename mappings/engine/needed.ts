/** The text of one profile file with its name. */
export interface ProfileText {
  readonly file: string;
  readonly text: string;
}

/**
 * Picks the files that certain profiles need: all versions of theirs and of their ancestors. Looks at the texts alone, since parsing
 * every table costs a start most of a second; a file that does not say its id in plain view is needed, too, so that its mistake is told.
 * @param ids profile ids, or `<id>@<effectiveFrom>`
 */
export function neededFor(ids: readonly string[], texts: readonly ProfileText[]): ProfileText[] {
  const about = texts.map((text) => ({ text, id: member(text.text, 'id'), parent: member(text.text, 'extends') }));
  const needed = new Set<string>();
  const open = ids.map(bare);
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (needed.has(id)) continue;
    needed.add(id);
    for (const { id: own, parent } of about) if (own === id && parent !== undefined) open.push(bare(parent));
  }
  return about.filter(({ id }) => id === undefined || needed.has(id)).map(({ text }) => text);
}

/** @returns the plain or quoted value of a key at the outermost level. */
function member(text: string, key: 'id' | 'extends'): string | undefined {
  return new RegExp(`^${key}: *["']?([^\\s"'#]+)`, 'm').exec(text)?.[1];
}

function bare(id: string): string {
  return id.split('@')[0] ?? id;
}
