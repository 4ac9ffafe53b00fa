/** What a part of a signing string stands for; called only when the template names it. */
export type SigningValues = Readonly<Record<string, () => string>>;

/** `field.<name>`: a member of the message, as text. */
const FIELD = 'field.';

/**
 * Assembles the text to digest from a template: parts separated by blanks, in order, each a value's name (`secret`, `body` …) or
 * `field.<name>` for a member of the message, with an optional label in front (`appKey=key` gives `appKey=<key>`).
 * A member that the message does not have counts as empty text.
 * @param separator put between the parts
 * @throws TypeError for a template that is empty or names a value nobody gives: a mistake in the profile.
 */
export function signingString(
  template: string,
  separator: string,
  values: SigningValues,
  field: (name: string) => string | undefined,
): string {
  const parts = template.split(' ').filter((part) => part !== '');
  if (parts.length === 0) throw new TypeError('the signing string has no parts');
  return parts.map((part) => valueOfPart(part, values, field)).join(separator);
}

/** @returns whether the template names the value. */
export function namesPart(template: string, name: string): boolean {
  return template.split(' ').some((part) => part.slice(part.indexOf('=') + 1) === name);
}

/**
 * The common form "all members sorted by name": `a=1&b=2`, empty members left out, nested values as compact JSON.
 * @param except members that take no part (the digest itself)
 */
export function sortedMembers(message: Readonly<Record<string, unknown>>, except: readonly string[]): string {
  return Object.keys(message)
    .filter((name) => !except.includes(name) && memberText(message[name]) !== '')
    .sort()
    .map((name) => `${name}=${memberText(message[name])}`)
    .join('&');
}

/** @returns a member as it enters a signing string: text as it is, anything else as compact JSON, an absent one as empty text. */
export function memberText(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function valueOfPart(part: string, values: SigningValues, field: (name: string) => string | undefined): string {
  const cut = part.indexOf('=') + 1;
  const name = part.slice(cut);
  if (name.startsWith(FIELD)) return part.slice(0, cut) + (field(name.slice(FIELD.length)) ?? '');
  const value = Object.hasOwn(values, name) ? values[name] : undefined;
  if (value === undefined)
    throw new TypeError(
      `the signing string names '${name}'; there are ${Object.keys(values).join(', ')}, field.<name>`,
    );
  return part.slice(0, cut) + value();
}
