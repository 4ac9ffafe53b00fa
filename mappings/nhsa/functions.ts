import type { CallFunction } from '../engine/index.ts';
import type { RecognisedCode } from '../model/index.ts';
import { isConsumable } from './consumable.ts';

/** Symbology identifier that scanners put before the data (ISO/IEC 15424), e.g. `]d2`. */
const SYMBOLOGY_IDENTIFIER = /^\][A-Za-z][0-9]/;

/** Group separators and other control characters: no part of the code's data, and no use in a JSON text field. */
const CONTROL_CHARACTERS = /[\x00-\x1f\x7f]/g;

/**
 * The text of a trace code in `drugtracinfo`: 20 digits of a drug trace code, a GS1 code in the form the link asks for
 * (`gs1CodeForm`), a code of another issuer (SSCC, HIBC, MA …) as printed, a manufacturer's own byte for byte as scanned.
 */
export const traceCode: CallFunction = (_, { code, input, constants }) => {
  if (code === undefined) return undefined;
  if (code.kind === 'drug-trace') return code.value;
  if (code.kind === 'opaque') return code.raw;
  const form = input.call.gs1CodeForm ?? constants.gs1CodeForm;
  return code.kind === 'gs1' && form === 'gtin-serial' ? gtinAndSerial(code) : scannedData(code.raw);
};

function gtinAndSerial({ gtin, serial }: RecognisedCode): string {
  if (gtin === undefined || serial === undefined) throw new Error('has no GTIN (01) and serial number (21)');
  return `01${gtin}21${serial}`;
}

/** The text without what the scanner adds to it. */
function scannedData(raw: string): string {
  return raw.replace(SYMBOLOGY_IDENTIFIER, '').replace(CONTROL_CHARACTERS, '');
}

/**
 * `mdtrt_sn`: the MDTRT_ID of an insured sale, the institution's own visit number of a self-paid one, for which the
 * document number serves where the till keeps no visits (§3.3 row 14).
 */
export const visitNumber: CallFunction = (visitNo, { input: { event } }) =>
  visitNo ?? (event?.settlement?.type === 'self-pay' ? event.documentNo : undefined);

/** `hi_feesetl_type`: 0 for a self-paid sale. Local (1) or remote (2) only the till knows; it says so in the extension. */
export const feeSettlementType: CallFunction = (stated, { input: { event } }) =>
  stated ?? (event?.settlement?.type === 'self-pay' ? '0' : undefined);

/** A prescriber or pharmacist must be named for a prescription drug; for others a placeholder fills the required field. */
export const practitionerOrNone: CallFunction = (stated, { line, constants }) =>
  stated ?? (line?.prescriptionOnly === true ? undefined : constants.noPractitioner);

/** An insured sale names the product's own catalogue code (湖南 V1.1.27 §3505A); a self-paid one may say that there is none. */
export const catalogueCodeOrNone: CallFunction = (stated, { input: { event }, constants }) =>
  stated ?? (event?.settlement?.type === 'insured' ? undefined : constants.noCatalogueCode);

/** A sale has a count above zero; giving goods back is a return (3506A). */
export const soldCount: CallFunction = (quantity) => requirePositive(quantity);

/** The count of a return, with the sign the region wants. */
export const returnedCount: CallFunction = (quantity, { constants }) => {
  const count = requirePositive(quantity);
  return constants.returnCountSign === 'negative' && count !== undefined ? `-${count}` : count;
};

/** Stock may be nothing, but not less. */
export const countedStock: CallFunction = (quantity) => {
  if (quantity !== undefined && Number(quantity) < 0) throw new Error('must not be below zero');
  return quantity;
};

/**
 * `inv_chg_type`: by the event's kind and reason, from the profile's constants `inv_chg_type.<kind>` and
 * `inv_chg_type.<kind>.<reason>` (§3.6).
 */
export const stockChangeType: CallFunction = (reason, { input: { event }, constants }) => {
  const kind = event?.kind ?? '';
  const prefix = `inv_chg_type.${kind}`;
  const type = constants[reason === undefined ? prefix : `${prefix}.${reason}`];
  if (type !== undefined) return type;
  const known = Object.keys(constants)
    .filter((name) => name.startsWith(`${prefix}.`))
    .map((name) => name.slice(prefix.length + 1));
  const list = known.join(', ') || 'no reason';
  throw new Error(
    reason === undefined ? `is missing; ${kind} takes ${list}` : `is not for ${kind}, which takes ${list}`,
  );
};

const packHierarchies = { small: '1', middle: '2', large: '3' } as const;

/** `trac_codg_pac_hery` stands at the row: 1 小包装, 2 中包装, 3 大包装 for all its codes. Left out where no code's pack level is told. */
export const packHierarchy: CallFunction = (_, { line }) => {
  const [first, ...others] = new Set((line?.codes ?? []).map(({ packLevel }) => packLevel));
  if (others.length > 0) throw new Error('has codes of several pack levels; give each level a line of its own');
  return first === undefined ? undefined : packHierarchies[first];
};

function requirePositive(quantity: string | undefined): string | undefined {
  if (quantity !== undefined && !(Number(quantity) > 0)) throw new Error('must be above zero');
  return quantity;
}

/** `feedetl_sn` of a settlement's code node: the line's position in the event, from 1; the till's own rows carry the same numbers. */
export const lineNumber: CallFunction = (_, { lineIndex = 0 }) => String(lineIndex + 1);

/** Ends Beijing's fixmedins_bchno (北京 V1.28): type (2), of a consumable 03, and what makes it unique (10). */
const NUMBER_OF_CONSUMABLE = /03.{10}$/;

/**
 * `item_type` 3 of Beijing: a consumable (北京 V1.28); a drug is the default, 0. Read from the row's number, so that the two never
 * disagree: a number once stored stays, also one made when consumables were not told apart.
 */
export const itemType: CallFunction = (_, { input: { itemIds }, lineIndex = -1 }) =>
  NUMBER_OF_CONSUMABLE.test(itemIds?.[lineIndex]?.fixmedins_bchno ?? '') ? '3' : undefined;

/** `minpacunt_drug_trac_cnt`: codes of drugs in their smallest pack. A code whose pack level is not told is one: a till sells no cartons. */
export const smallestPackCodes: CallFunction = (_, { input: { event } }) => {
  const lines = (event?.lines ?? []).filter((line) => !isConsumable(line));
  const codes = lines.flatMap((line) => line.codes);
  return String(codes.filter(({ packLevel }) => packLevel === undefined || packLevel === 'small').length);
};

/** `mcs_trac_cnt`: codes of consumables. */
export const consumableCodes: CallFunction = (_, { input: { event } }) =>
  String((event?.lines ?? []).filter(isConsumable).flatMap((line) => line.codes).length);
