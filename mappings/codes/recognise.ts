import type { RecognisedCode } from '../model/index.ts';
import { isGtin } from './check-digit.ts';
import { clean } from './clean.ts';
import { codeInUrl, drugTracePrefix, isDrugTraceCode, joinGroups } from './drug-trace.ts';
import { readGs1 } from './gs1.ts';
import { groupSeparator } from './gs1-elements.ts';
import { isNhsaCode } from './nhsa-code.ts';
import { type CodeProblem, codeProblem } from './problem.ts';
import type { CodeWarning } from './warning.ts';

type PackLevel = NonNullable<RecognisedCode['packLevel']>;

/** AIM symbology identifier: `]`, code character (case matters), modifier (ISO/IEC 15424). */
const symbology = /^\][A-Za-z][0-9A-Za-z]/;
/** GS1-128, DataBar, DataMatrix, QR, DotCode in GS1 mode (GS1 General Specifications, figure 5.1.3-1). */
const gs1Symbologies: ReadonlySet<string> = new Set([']C1', ']e0', ']d2', ']Q3', ']J1']);

/**
 * Recognises one scanned text. Never throws; refuses only what is certainly another kind of code or blank, and keeps everything
 * it does not know as `opaque` (manufacturers issue codes of their own).
 * @param raw byte for byte as scanned
 * @param packLevel as the tenant gave it; it cannot be read from the digits
 */
export function recognise(raw: string, packLevel?: PackLevel): RecognisedCode | CodeProblem {
  // Nearly every scan: nothing to clean, nothing else it could be.
  if (isDrugTraceCode(raw)) {
    const level = packLevel === undefined ? {} : { packLevel };
    return { kind: 'drug-trace', raw, value: raw, prefix: drugTracePrefix(raw), ...level };
  }
  const cleaned = clean(raw);
  const mark = symbology.exec(cleaned.text)?.[0];
  const text = mark === undefined ? cleaned.text : cleaned.text.slice(mark.length);
  if (text.replaceAll(groupSeparator, '') === '') return codeProblem('CODE_BLANK');

  const code = (
    kind: RecognisedCode['kind'],
    parts: Omit<RecognisedCode, 'kind' | 'raw' | 'warnings' | 'packLevel'>,
    warnings: readonly CodeWarning[] = [],
  ): RecognisedCode => {
    const all = [...cleaned.warnings, ...warnings];
    return {
      kind,
      raw,
      ...parts,
      ...(packLevel === undefined ? {} : { packLevel }),
      ...(all.length === 0 ? {} : { warnings: all }),
    };
  };
  const drugTrace = (digits: string, warnings: readonly CodeWarning[]) =>
    code('drug-trace', { value: digits, prefix: drugTracePrefix(digits) }, warnings);

  if (isDrugTraceCode(text)) return drugTrace(text, []);
  const joined = joinGroups(text);
  if (joined !== undefined) return drugTrace(joined, ['SEPARATORS_REMOVED']);
  const inUrl = codeInUrl(text);
  if (inUrl !== undefined) return drugTrace(inUrl, ['TAKEN_FROM_URL']);

  if (isGtin(text)) return codeProblem('CODE_IS_GTIN');
  if (isNhsaCode(text)) return codeProblem('CODE_IS_NHSA_CODE');

  const announced = (mark !== undefined && gs1Symbologies.has(mark)) || text.startsWith(groupSeparator);
  const gs1 = readGs1(text, announced);
  if (gs1?.type === 'product') return codeProblem('CODE_IS_GTIN');
  if (gs1?.type === 'pack') return code('gs1', gs1.parts, gs1.warnings);
  return code('opaque', { value: text }, gs1 === undefined ? [] : [gs1.warning]);
}

/** @returns whether recognition refused the text. */
export function isCodeProblem(result: RecognisedCode | CodeProblem): result is CodeProblem {
  return 'problem' in result;
}
