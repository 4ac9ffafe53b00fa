/** 药品追溯码 of the 码上放心 (former 电子监管码) system: 20 digits from 8 (NMPAB/T 1002-2019 leaves the form to the issuer; the platform takes no other). */
const form = /^8\d{19}$/;
/** Printed in groups, or as `XXXXXXX-XXXXXXXXXXXXX`; input methods and word processors turn both signs into other blanks and dashes. */
const grouped = /^[\d\s\-\u2010-\u2015\u2212]+$/;
const groupSigns = /\D/g;
/** The same 20 digits as a path segment or parameter of the web address printed as a QR code. */
const inUrl = /(?<!\d)8\d{19}(?!\d)/g;
const prefixLength = 7;

export function isDrugTraceCode(text: string): boolean {
  return form.test(text);
}

/** Web addresses are printed without their scheme, too. */
const address = /^(?:https?:\/\/|www\.|(?:[a-z\d-]+\.)+[a-z]{2,}[/?])/i;

/** @returns the 20 digits of a code typed or printed in groups; undefined when it is none. */
export function joinGroups(text: string): string | undefined {
  if (!grouped.test(text)) return undefined;
  const digits = text.replace(groupSigns, '');
  return isDrugTraceCode(digits) ? digits : undefined;
}

/** @returns the code that a web address carries; undefined when it carries none, or several different ones. */
export function codeInUrl(text: string): string | undefined {
  if (!address.test(text)) return undefined;
  const found = new Set(text.match(inUrl));
  const [only] = found;
  return found.size === 1 ? only : undefined;
}

/** @returns whether the text is marked as a web address: by its scheme, or by `www`. */
export function isWebAddress(text: string): boolean {
  return /^(?:https?:\/\/|www\.)/i.test(text);
}

/** 药品标识码: the first 7 digits, one per product and pack level. */
export function drugTracePrefix(code: string): string {
  return code.slice(0, prefixLength);
}
