import { RequestError } from '../contract/index.ts';
import type { GsNames } from './digital-link.ts';

/** Lengths of a GS1 company prefix (GS1 EPC Tag Data Standard 2.0 §7: 6 to 12 digits; shorter ones are licensed too). */
interface Divided {
  readonly prefix: string;
  readonly reference: string;
}

/**
 * GS1 keys as EPC URNs (Tag Data Standard 2.0 §6.3), which part the company prefix from the rest: the digits do not tell where,
 * so the prefixes must be known.
 * @param prefixes company prefixes of this link's settings
 */
export function epcUrns(prefixes: readonly string[]): GsNames {
  const divide = (digits: string, end: number, what: string): Divided => {
    const known = prefixes.filter((prefix) => prefix.length <= end && digits.startsWith(prefix));
    const prefix = known.sort((a, b) => b.length - a.length)[0];
    if (prefix === undefined)
      throw new RequestError('COMPANY_PREFIX_UNKNOWN', `no company prefix of the link's settings fits a ${what}`);
    return { prefix, reference: digits.slice(prefix.length, end) };
  };
  /** The indicator stands before the item reference, the check digit is left out. */
  const product = (gtin: string) => {
    const { prefix, reference } = divide(gtin.slice(1), 12, 'GTIN');
    return `${prefix}.${gtin.slice(0, 1)}${reference}`;
  };
  const place = (gln: string, what: string) => {
    const { prefix, reference } = divide(gln, 12, what);
    return `${prefix}.${reference}`;
  };
  return {
    item: (gtin, serial) => `urn:epc:id:sgtin:${product(gtin)}.${escaped(serial)}`,
    productClass: (gtin, lot) =>
      lot === undefined
        ? `urn:epc:idpat:sgtin:${product(gtin)}.*`
        : `urn:epc:class:lgtin:${product(gtin)}.${escaped(lot)}`,
    logisticUnit: (sscc) => {
      const { prefix, reference } = divide(sscc.slice(1), 16, 'SSCC');
      return `urn:epc:id:sscc:${prefix}.${sscc.slice(0, 1)}${reference}`;
    },
    place: (gln, extension) => `urn:epc:id:sgln:${place(gln, 'GLN')}.${escaped(extension ?? '0')}`,
    party: (gln) => `urn:epc:id:pgln:${place(gln, 'GLN')}`,
  };
}

/** Table 6-1: these and whatever is outside of GS1's character set 82 are percent-encoded, the others stand as they are. */
function escaped(text: string): string {
  return text.replace(/[^!'()*+,\-.0-9:;=A-Z_a-z]/gu, encodeURIComponent);
}
