import { clean } from './clean.ts';
import { codeInUrl, drugTracePrefix, isDrugTraceCode, isWebAddress, joinGroups } from './drug-trace.ts';
import { readGs1 } from './gs1/index.ts';
import type { Identifies, Reading } from './reading.ts';
import { readAhm } from './schemes/ahm.ts';
import { readHibc } from './schemes/hibc.ts';
import { readIccbba } from './schemes/iccbba.ts';
import { readMa } from './schemes/ma.ts';
import { openEnvelope, readMh10 } from './schemes/mh10.ts';
import { readNumbers } from './schemes/products.ts';
import type { CodeWarning } from './warning.ts';

/** The likeliest reading of one scanned text, and what else it could be. */
export interface Analysis extends Reading {
  /** Byte for byte as scanned. */
  readonly raw: string;
  /** The same as hexadecimal UTF-8, so that control characters can be seen. */
  readonly rawHex: string;
  /** `]C1` …: the scanner's AIM symbology identifier, where it sent one. */
  readonly symbology?: string;
  /** Two readings stand side by side: nothing in the text decides. */
  readonly ambiguous: boolean;
  /** Other readings, likeliest first. */
  readonly alternatives: readonly Reading[];
}

/** AIM symbology identifier: `]`, code character (case matters), modifier (ISO/IEC 15424). */
const symbologyForm = /^\][A-Za-z][0-9A-Za-z]/;
/** GS1-128, DataBar, DataMatrix, QR, DotCode in GS1 mode (GS1 General Specifications, figure 5.1.3-1). */
const gs1Symbologies: ReadonlySet<string> = new Set([']C1', ']e0', ']d2', ']Q3', ']J1']);
/** A manufacturer's or carrier's own code: printable, neither too short to tell packs apart nor a text. */
const ownCode = /^[!-~]{8,60}$/;
/**
 * Two-digit years are read within 49 years before and 50 after this one. Fixed, so that a code reads the same for ever; every pack
 * that carries a trace code falls into 1976–2075.
 */
const referenceYear = 2025;
const none: readonly CodeWarning[] = [];

/**
 * Recognises one scanned text of any kind. Never throws and refuses nothing; what it does not know is `opaque`.
 * @param raw byte for byte as scanned
 */
export function analyse(raw: string): Analysis {
  const { readings, warnings, symbology } = readText(raw);
  const [best = opaque(''), ...alternatives] = readings;
  const rival = alternatives[0];
  return {
    ...best,
    warnings: [...warnings, ...best.warnings],
    raw,
    rawHex: Buffer.from(raw, 'utf8').toString('hex'),
    ...(symbology === undefined ? {} : { symbology }),
    ambiguous: best.confidence !== 'certain' && rival !== undefined && rival.confidence === best.confidence,
    alternatives,
  };
}

/** What a scanned text may be. */
export interface TextReadings {
  /** Cleaned, without symbology identifier. */
  readonly text: string;
  /** Likeliest first, at least one. */
  readonly readings: readonly Reading[];
  /** What was mended before it could be read. */
  readonly warnings: readonly CodeWarning[];
  readonly symbology?: string;
}

/** The readings without their wrapping; intake asks for these. */
export function readText(raw: string): TextReadings {
  if (isDrugTraceCode(raw)) return { text: raw, readings: [drugTrace(raw, none)], warnings: none };
  const cleaned = clean(raw);
  const symbology = symbologyForm.exec(cleaned.text)?.[0];
  const text = symbology === undefined ? cleaned.text : cleaned.text.slice(symbology.length);
  const readings = readCleaned(text, symbology);
  return { text, readings, warnings: cleaned.warnings, ...(symbology === undefined ? {} : { symbology }) };
}

/** In the order of how surely a form names its owner (first the marked ones, then plain digits). */
function readCleaned(text: string, symbology: string | undefined): readonly Reading[] {
  if (text.replaceAll('\u001d', '') === '') return [{ ...opaque(text), kind: 'blank' }];
  if (isDrugTraceCode(text)) return [drugTrace(text, none)];
  const announced = symbology !== undefined && gs1Symbologies.has(symbology);
  const envelope = openEnvelope(text);
  const isGs1InEnvelope = envelope?.format === '05';
  const gs1 = readGs1(isGs1InEnvelope ? envelope.content : text, announced || isGs1InEnvelope, referenceYear);
  const inUrl = codeInUrl(text);
  // Any short path may look like a compressed Digital Link; twenty digits from 8 do not happen by chance.
  if (inUrl !== undefined && (gs1 === undefined || 'unsure' in gs1 || gs1.confidence !== 'certain')) {
    return [drugTrace(inUrl, ['TAKEN_FROM_URL']), opaque(text)];
  }
  if (gs1 !== undefined && 'unsure' in gs1)
    return [opaque(text, [gs1.unsure], gs1.identifies), ...readNumbers(text, symbology)];
  if (gs1 !== undefined) return [gs1, ...readNumbers(text, symbology)];

  const marked =
    readMa(text, referenceYear) ??
    readHibc(text, referenceYear) ??
    readIccbba(text) ??
    readMh10(envelope ?? text, referenceYear) ??
    readAhm(text, referenceYear);
  if (marked !== undefined) return [marked, opaque(text)];

  const joined = joinGroups(text);
  if (joined !== undefined) return [drugTrace(joined, ['SEPARATORS_REMOVED'])];
  if (isWebAddress(text)) return [opaque(text, ['URL_WITHOUT_CODE'], 'page')];
  const numbers = readNumbers(text, symbology);
  return numbers.length > 0 ? [...numbers, opaque(text)] : [opaque(text), ...ownCodes(text)];
}

function drugTrace(digits: string, warnings: readonly CodeWarning[]): Reading {
  const prefix = drugTracePrefix(digits);
  // 特药 have a series of their own (药品追溯码 from 89).
  const parts = { prefix, serial: digits.slice(prefix.length), ...(digits.startsWith('89') ? { special: true } : {}) };
  return { kind: 'drug-trace', value: digits, identifies: 'pack', confidence: 'certain', parts, warnings };
}

function opaque(text: string, warnings: readonly CodeWarning[] = none, identifies: Identifies = 'unknown'): Reading {
  return { kind: 'opaque', value: text, identifies, confidence: 'possible', parts: {}, warnings };
}

/** Logistics codes (物流监管码) and manufacturers' own (工业监管码) have no common form: nothing in them says which of the two. */
function ownCodes(text: string): readonly Reading[] {
  if (!ownCode.test(text)) return [];
  return [
    { ...opaque(text), kind: 'manufacturer-code', identifies: 'pack' },
    { ...opaque(text), kind: 'logistics-code', identifies: 'shipment' },
  ];
}
