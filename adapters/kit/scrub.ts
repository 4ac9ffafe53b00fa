const MASK = '***';

/** 18-digit citizen number (GB 11643): its birth date and position tell it from trace codes and enterprise ids. */
const CITIZEN_NUMBER =
  /(?<![0-9])[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![0-9])/g;

/** Mobile number of mainland China: 11 digits, 13 to 19 in front. */
const MOBILE_NUMBER = /(?<![0-9A-Za-z])1[3-9]\d{9}(?![0-9A-Za-z])/g;

/**
 * Builds the masking function of an adapter.
 * @param fields names whose values are secret or personal, as they stand in JSON, form bodies, query strings and XML
 * @returns a pure function from text to the text with those values, citizen numbers and mobile numbers replaced by `***`.
 */
export function scrubber(fields: readonly string[]): (text: string) => string {
  const names = fields.join('|');
  const json = new RegExp(`("(?:${names})"\\s*:\\s*)(?:"(?:[^"\\\\]|\\\\.)*"?|[^\\s,}\\]"]+)`, 'gi');
  const form = new RegExp(`((?:^|[?&\\s])(?:${names})=)[^&\\s]*`, 'gi');
  const xml = new RegExp(`(<(?:[\\w.-]+:)?(?:${names})(?:\\s[^<>]*)?>)[^<]*`, 'gi');
  return (text) =>
    text
      .replace(json, `$1"${MASK}"`)
      .replace(form, `$1${MASK}`)
      .replace(xml, `$1${MASK}`)
      .replace(CITIZEN_NUMBER, MASK)
      .replace(MOBILE_NUMBER, MASK);
}
