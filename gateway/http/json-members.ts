const quote = '"';
const backslash = 0x5c;
const colon = 0x3a;

/** @returns how many `"name":` stand in a valid JSON text. Jumps from quote to quote, so it costs a fraction of parsing. */
export function countMembersInText(text: string): number {
  let count = 0;
  let start = text.indexOf(quote);
  while (start !== -1) {
    const end = closingQuote(text, start + 1);
    let next = end + 1;
    while (isBlank(text.charCodeAt(next))) next += 1;
    if (text.charCodeAt(next) === colon) count += 1;
    start = text.indexOf(quote, next);
  }
  return count;
}

/**
 * @returns how many members the objects of a parsed JSON value hold; fewer than in the text means that a name was repeated.
 * Undefined when the value nests deeper than `deepest`.
 */
export function countMembers(root: unknown, deepest: number): number | undefined {
  if (typeof root !== 'object' || root === null) return 0;
  if (deepest === 0) return undefined;
  let count = 0;
  const children: readonly unknown[] = Array.isArray(root) ? root : Object.values(root);
  if (!Array.isArray(root)) count += children.length;
  for (const child of children) {
    if (typeof child !== 'object' || child === null) continue;
    const inside = countMembers(child, deepest - 1);
    if (inside === undefined) return undefined;
    count += inside;
  }
  return count;
}

function closingQuote(text: string, from: number): number {
  let end = text.indexOf(quote, from);
  while (end !== -1 && isEscaped(text, end)) end = text.indexOf(quote, end + 1);
  return end === -1 ? text.length : end;
}

/** A quote is part of its string when an odd number of backslashes stands before it. */
function isEscaped(text: string, at: number): boolean {
  let first = at;
  while (text.charCodeAt(first - 1) === backslash) first -= 1;
  return (at - first) % 2 === 1;
}

function isBlank(char: number): boolean {
  return char === 0x20 || char === 0x0a || char === 0x0d || char === 0x09;
}
