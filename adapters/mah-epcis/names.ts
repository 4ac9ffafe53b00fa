import type { EventLine, Party } from '../../mappings/model/index.ts';
import { type CallContext, type IdContext, RequestError } from '../contract/index.ts';
import { dialectOf } from './dialect.ts';
import { digitalLinks, type GsNames } from './digital-link.ts';
import { epcUrns } from './epc-urn.ts';
import { companyPrefixes, digitalLinkDomain, uriOf } from './settings.ts';

const SERIAL_ITEM = /^\(01\)(\d{14})\(21\)(.+)$/s;
const LOGISTIC_UNIT = /^(?:\(00\)|00)(\d{18})$/;
const DRUG_TRACE = /^8\d{19}$/;
/** RFC 3986 §5.2.4 would take such a serial for a path that goes up. */
const DOT_SEGMENT = /^\.{1,2}$/;
const LONE_SURROGATE = /\p{Surrogate}/u;

/** URIs of what an event names: objects, classes, places, parties, documents. */
export interface Names {
  /** @param code normal form of a trace code or of the pack it lies in. @throws RequestError when it cannot be expressed. */
  object(code: string): string;
  /** @returns undefined when neither GTIN nor a Chinese product code is given. */
  productClass(line: Pick<EventLine, 'product' | 'lot'>): string | undefined;
  place(): string;
  party(): string;
  /** @returns undefined for a counterparty without code or licence. */
  counterparty(party: Party | undefined): string | undefined;
  document(documentNo: string): string;
}

/** @returns the names in the form of the link's profile (`epcForm`), with the stems of its settings. */
export function namesOf({ institution, profile, settings }: IdContext | CallContext): Names {
  const gs = gsNames(dialectOf(profile).epcForm, settings);
  const { gln, glnExtension, partyGln, locationId } = institution.identity;
  const id = locationId ?? institution.code;
  return {
    object: (code) => {
      const [, gtin, serial] = SERIAL_ITEM.exec(code) ?? [];
      if (gtin !== undefined && serial !== undefined) return gs.item(gtin, pathPart(serial));
      const sscc = LOGISTIC_UNIT.exec(code)?.[1];
      if (sscc !== undefined && isGsKey(sscc)) return gs.logisticUnit(sscc);
      return uriOf(settings, DRUG_TRACE.test(code) ? 'codeUri' : 'ownCodeUri', { code: pathPart(code) });
    },
    productClass: ({ product, lot }) => {
      if (product.gtin !== undefined) return gs.productClass(product.gtin.padStart(14, '0'), lot && pathPart(lot));
      const code = product.drugId ?? product.nhsaCode;
      return code === undefined ? undefined : uriOf(settings, 'productUri', { product: pathPart(code) });
    },
    place: () => (gln === undefined ? uriOf(settings, 'locationUri', { id }) : gs.place(checked(gln), glnExtension)),
    party: () => (partyGln === undefined ? uriOf(settings, 'partyUri', { id }) : gs.party(checked(partyGln))),
    counterparty: (party) => {
      const code = party?.code ?? party?.licenceNo;
      if (code === undefined) return undefined;
      const known = /^\d{13}$/.test(code) && isGsKey(code) ? partyByGln(code, gs) : undefined;
      return known ?? uriOf(settings, 'partyUri', { id: pathPart(code) });
    },
    document: (document) =>
      gln === undefined
        ? uriOf(settings, 'documentUri', { id, document })
        : `urn:epcglobal:cbv:bt:${gln}:${encodeURIComponent(document)}`,
  };
}

function gsNames(form: 'digital-link' | 'urn', settings: IdContext['settings']): GsNames {
  return form === 'urn' ? epcUrns(companyPrefixes(settings)) : digitalLinks(digitalLinkDomain(settings));
}

/** A partner's company prefix is nobody's setting: as a URN its GLN has no form, then the URI of the settings stands in. */
function partyByGln(gln: string, gs: GsNames): string | undefined {
  try {
    return gs.party(gln);
  } catch (error) {
    if (error instanceof RequestError) return undefined;
    throw error;
  }
}

/** A mistyped GLN would name another place, for ever. */
function checked(gln: string): string {
  if (isGsKey(gln)) return gln;
  throw new RequestError('IDENTITY_INVALID', 'a GLN of the institution has a wrong check digit');
}

function pathPart(text: string): string {
  if (!DOT_SEGMENT.test(text) && !LONE_SURROGATE.test(text)) return text;
  throw new RequestError('CODE_NOT_EXPRESSIBLE', 'a code, serial or lot has no form as part of a URI');
}

/** GS1 check digit: weights 3, 1, 3 … from the right, beside it (GS1 General Specifications §7.9). */
function isGsKey(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, at) => total + Number(digit) * (at % 2 === 0 ? 1 : 3), 0);
  return sum % 10 === 0;
}
