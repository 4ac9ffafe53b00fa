const MASK = '***';

/** 18-digit citizen number (GB 11643): its birth date and position tell it from trace codes and enterprise ids. */
const CITIZEN_NUMBER =
  /(?<![0-9])[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![0-9])/g;

/** Mobile number of mainland China: 11 digits, 13 to 19 in front. */
const MOBILE_NUMBER = /(?<![0-9A-Za-z])1[3-9]\d{9}(?![0-9A-Za-z])/g;

/**
 * Quotes and angle brackets of a message that stands as text within another one: JSON in JSON, JSON or XML as the argument of a SOAP
 * call. Nesting is bounded, so that a run of backslashes cannot make the search quadratic.
 */
const QUOTE = `(?:\\\\{0,15}["']|&(?:amp;){0,4}(?:quot|#34|apos|#39);)`;
const LESS = '&(?:amp;){0,4}(?:lt|#60);';
const GREATER = '&(?:amp;){0,4}(?:gt|#62);';
const CDATA = '<!\\[CDATA\\[(?:(?!\\]\\]>)[^])*(?:\\]\\]>)?';

/**
 * Builds the masking function of an adapter.
 * @param fields names whose values are secret or personal, as they stand in JSON, form bodies, query strings, headers and XML, at
 * whatever depth of one within the other. Too much is masked rather than too little where a text is broken.
 * @returns a pure function from text to the text with those values, citizen numbers and mobile numbers replaced by `***`.
 */
export function scrubber(fields: readonly string[]): (text: string) => string {
  const names = fields.join('|');
  const flat = String.raw`\[[^\]]*\]?|\{[^}]*\}?|[^\s,}\]"]+`;
  const masks: ReadonlyArray<readonly [RegExp, string]> = [
    [new RegExp(String.raw`("(?:${names})"\s*:\s*)(?:"(?:[^"\\]|\\.)*"?|${flat})`, 'gi'), `$1"${MASK}"`],
    // The quote that ends a nested text is the one that began it, with no more backslashes in front.
    [new RegExp(String.raw`((${QUOTE})(?:${names})\2\s*:\s*\2)(?:(?!(?<!\\)\2)[^])*`, 'gi'), `$1${MASK}`],
    [new RegExp(String.raw`((?:^|[?&\s])(?:${names})\s*=\s*)(?:"[^"]*"?|'[^']*'?)`, 'gi'), `$1"${MASK}"`],
    [new RegExp(String.raw`((?:^|[?&\s])(?:${names})=)[^&\s"'][^&\s]*`, 'gi'), `$1${MASK}`],
    [new RegExp(String.raw`((?:^|[\r\n])[ \t]*(?:${names}):[ \t]*)[^\r\n]+`, 'gi'), `$1${MASK}`],
    [new RegExp(String.raw`(<(?:[\w.-]+:)?(?:${names})(?:\s[^<>]*)?>)(?:${CDATA}|[^<])*`, 'gi'), `$1${MASK}`],
    [new RegExp(String.raw`(${LESS}(?:[\w.-]+:)?(?:${names})${GREATER})(?:(?!${LESS})[^])*`, 'gi'), `$1${MASK}`],
    [CITIZEN_NUMBER, MASK],
    [MOBILE_NUMBER, MASK],
  ];
  return (text) => masks.reduce((masked, [pattern, mask]) => masked.replace(pattern, mask), text);
}
