const quote = 0x22;
const backslash = 0x5c;
const colon = 0x3a;

/** @returns how many `"name":` stand in a valid JSON text. One look at each character: a fraction of what parsing costs. */
export function countMembersInText(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text.charCodeAt(at) !== quote) continue;
    at = closingQuote(text, at + 1) + 1;
    while (isBlank(text.charCodeAt(at))) at += 1;
    // Anything else that may stand here (comma, bracket) opens no string.
    if (text.charCodeAt(at) === colon) count += 1;
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

/** A backslash takes the character behind it into the string. */
function closingQuote(text: string, from: number): number {
  let at = from;
  while (at < text.length) {
    const char = text.charCodeAt(at);
    if (char === quote) return at;
    at += char === backslash ? 2 : 1;
  }
  return text.length;
}

function isBlank(char: number): boolean {
  return char === 0x20 || char === 0x0a || char === 0x0d || char === 0x09;
}
