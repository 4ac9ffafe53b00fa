/** @returns what a person would call the object: `(01)gtin(21)serial`, 18 digits of a logistic unit, or the last part of the URI. */
export function readableCode(uri: string): string {
  const [, gtin = '', serial = ''] = /\/01\/(\d{14})\/21\/([^/?#]+)/.exec(uri) ?? [];
  if (gtin !== '') return `(01)${gtin}(21)${decoded(serial)}`;
  const [, prefix = '', indicator = '', item = '', urnSerial = ''] = SGTIN.exec(uri) ?? [];
  if (prefix !== '') {
    const digits = indicator + prefix + item;
    return `(01)${digits}${checkDigit(digits)}(21)${decoded(urnSerial)}`;
  }
  return lastPart(uri);
}

/** Tag Data Standard 2.0 §6.3.1: the indicator stands before the item reference. */
const SGTIN = /^urn:epc:id:sgtin:(\d+)\.(\d)(\d*)\.(.+)$/;

function checkDigit(digits: string): string {
  const sum = [...digits].reverse().reduce((total, digit, at) => total + Number(digit) * (at % 2 === 0 ? 3 : 1), 0);
  return String((10 - (sum % 10)) % 10);
}

/** @returns the decoded last part of a URN or URL. */
export function lastPart(uri: string): string {
  return decoded(uri.split(/[:/]/).at(-1) ?? uri);
}

/** @returns the GTIN of a Digital Link or an EPC URN without check digit and order, as far as it can be compared. */
export function gtinOf(uri: string): string | undefined {
  return /\/01\/(\d{14})(?:\/|$)/.exec(uri)?.[1];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
