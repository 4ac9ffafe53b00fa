import type { CodeKind, OtherThanPack, RecognisedCode } from '../model/index.ts';
import { readText } from './analyse.ts';
import { drugTracePrefix, isDrugTraceCode } from './drug-trace.ts';
import { type CodeProblem, type CodeProblemKind, codeProblem } from './problem.ts';
import type { Identifies, Reading, ReadingKind } from './reading.ts';
import type { CodeWarning } from './warning.ts';

type PackLevel = NonNullable<RecognisedCode['packLevel']>;

/** Kinds that can be a trace code; the others name something else and are refused, or are nothing known and kept as opaque. */
const traceKinds: Readonly<Partial<Record<ReadingKind, CodeKind>>> = {
  'drug-trace': 'drug-trace',
  gs1: 'gs1',
  sscc: 'sscc',
  hibc: 'hibc',
  iccbba: 'iccbba',
  ma: 'ma',
  ahm: 'ahm',
  ifa: 'ifa',
};
const refused: Readonly<Partial<Record<ReadingKind, CodeProblemKind>>> = {
  blank: 'CODE_BLANK',
  gtin: 'CODE_IS_GTIN',
  'nmpa-drug-code': 'CODE_IS_GTIN',
  'nhsa-drug-code': 'CODE_IS_NHSA_CODE',
  'nhsa-consumable-code': 'CODE_IS_NHSA_CODE',
  'approval-number': 'CODE_IS_APPROVAL_NUMBER',
};

/**
 * Recognises one scanned text as a trace code. Never throws; refuses only what is certainly another kind of code or blank, and
 * keeps everything it does not know as `opaque` (manufacturers issue codes of their own).
 * @param raw byte for byte as scanned
 * @param packLevel as the tenant gave it; it cannot be read from the digits
 */
export function recognise(raw: string, packLevel?: PackLevel): RecognisedCode | CodeProblem {
  const level = packLevel === undefined ? {} : { packLevel };
  // Nearly every scan: nothing to clean, nothing else it could be.
  if (isDrugTraceCode(raw)) {
    return { kind: 'drug-trace', raw, value: raw, prefix: drugTracePrefix(raw), ...level };
  }
  const { text, readings: all, warnings } = readText(raw);
  const readings = all.filter((reading) => !isUpcEByChance(reading));
  const reading = readings[0];
  if (reading === undefined) return codeProblem('CODE_BLANK');
  const problem = refusal(reading, readings);
  if (problem !== undefined) return codeProblem(problem);
  const told = [...warnings, ...reading.warnings];
  return { raw, ...taken(reading, text, told), ...level, ...(told.length === 0 ? {} : { warnings: told }) };
}

/** @returns whether recognition refused the text. */
export function isCodeProblem(result: RecognisedCode | CodeProblem): result is CodeProblem {
  return 'problem' in result;
}

/** One in ten of all eight digits from 0 or 1, where no scanner tells: no reason to refuse what may be an own code. */
function isUpcEByChance({ parts, confidence }: Reading): boolean {
  return parts.upcE !== undefined && confidence === 'possible';
}

function refusal(reading: Reading, readings: readonly Reading[]): CodeProblemKind | undefined {
  const problem = refused[reading.kind];
  if (problem !== undefined) return problem;
  // GS1 data of nothing but a product: the label beside the trace code was scanned.
  const isBareProduct =
    reading.kind === 'gs1' && reading.identifies === 'product' && reading.parts.elements?.length === 1;
  if (isBareProduct) return 'CODE_IS_GTIN';
  // What the scanner announced as GS1 and is none may be the product code printed beside it.
  return reading.kind === 'opaque' && readings.some(({ kind }) => kind === 'gtin') ? 'CODE_IS_GTIN' : undefined;
}

/**
 * A code that names no single pack is kept and says so, as opaque where platforms would mistake it for one. Kept as opaque are also eighteen
 * digits with a fitting check digit: one in ten of a manufacturer's own codes is an SSCC by chance, and must reach the platforms as scanned.
 */
function taken(
  { kind, value, identifies, confidence, parts }: Reading,
  text: string,
  warnings: CodeWarning[],
): Pick<RecognisedCode, 'kind' | 'value' | 'prefix' | 'gtin' | 'serial' | 'lot' | 'expiresOn' | 'identifies'> {
  const known = traceKinds[kind];
  const noPack = namesPack(identifies) ? {} : { identifies };
  if (known === undefined || (kind === 'sscc' && confidence === 'possible')) {
    if (kind === 'institution-code') warnings.push('INSTITUTION_CODE');
    return { kind: 'opaque', value: text, ...noPack };
  }
  if (kind === 'gs1' && identifies !== 'pack') {
    warnings.push('GS1_WITHOUT_SERIAL');
    return { kind: 'opaque', value: text, ...noPack };
  }
  if (identifies === 'batch' || identifies === 'product') warnings.push('WITHOUT_SERIAL');
  if (identifies === 'production' && !warnings.includes('SECONDARY_CODE_ALONE')) warnings.push('SECONDARY_CODE_ALONE');
  const { prefix, gtin, serial, lot, expiresOn } = parts;
  return {
    kind: known,
    value,
    ...(prefix === undefined ? {} : { prefix }),
    ...(gtin === undefined ? {} : { gtin }),
    ...(serial === undefined || kind === 'drug-trace' ? {} : { serial }),
    ...(lot === undefined ? {} : { lot }),
    ...(expiresOn === undefined ? {} : { expiresOn }),
    ...noPack,
  };
}

/** One pack, one larger pack, or a code of which nothing speaks against it: a manufacturer's own. */
function namesPack(identifies: Identifies): identifies is Exclude<Identifies, OtherThanPack> {
  return identifies === 'pack' || identifies === 'shipment' || identifies === 'unknown';
}
