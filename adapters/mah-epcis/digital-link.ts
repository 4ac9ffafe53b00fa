/**
 * GS1 keys as GS1 Digital Link URIs (GS1 Digital Link URI Syntax 1.2 §5; CBV 2.0 §8).
 * @param stem domain and path before the key, without a slash at its end
 */
export function digitalLinks(stem: string): GsNames {
  const uri = (...parts: readonly string[]) => [stem, ...parts.map(encodeURIComponent)].join('/');
  return {
    item: (gtin, serial) => uri('01', gtin, '21', serial),
    productClass: (gtin, lot) => (lot === undefined ? uri('01', gtin) : uri('01', gtin, '10', lot)),
    logisticUnit: (sscc) => uri('00', sscc),
    place: (gln, extension) => (extension === undefined ? uri('414', gln) : uri('414', gln, '254', extension)),
    party: (gln) => uri('417', gln),
  };
}

/** The GS1 keys an event names, in one of their two written forms. Each throws RequestError for what it cannot express. */
export interface GsNames {
  /** @param gtin 14 digits */
  item(gtin: string, serial: string): string;
  productClass(gtin: string, lot: string | undefined): string;
  /** @param sscc 18 digits */
  logisticUnit(sscc: string): string;
  /** @param gln 13 digits */
  place(gln: string, extension: string | undefined): string;
  party(gln: string): string;
}
