import { isCodeProblem, recognise } from '../../mappings/codes/index.ts';
import {
  codeText,
  type EventLine,
  type RecognisedCode,
  type RecognisedLine,
  type ScannedCode,
} from '../../mappings/model/index.ts';
import type { FieldError } from './contract.ts';
import { fieldError } from './errors.ts';

export interface RecognisedLines {
  readonly lines: readonly RecognisedLine[];
  readonly errors: readonly FieldError[];
  /** `<pointer>: <warning>` */
  readonly notes: readonly string[];
}

/**
 * Recognises every code of an event. A code that stands in the document twice, also in another line or another notation, is an
 * error: a pack changes hands once per document, and platforms refuse the whole upload for it.
 */
export function recogniseLines(lines: readonly EventLine[]): RecognisedLines {
  const errors: FieldError[] = [];
  const notes: string[] = [];
  const firstSeen = new Map<string, string>();
  const recognised = lines.map((line, lineIndex) => {
    const codes: RecognisedCode[] = [];
    for (const [codeIndex, scanned] of (line.codes ?? []).entries()) {
      const pointer = codePointer(lineIndex, codeIndex, scanned);
      const result = recognise(codeText(scanned), typeof scanned === 'string' ? undefined : scanned.packLevel);
      if (isCodeProblem(result)) {
        errors.push(fieldError(result.problem, pointer));
        continue;
      }
      const first = firstSeen.get(result.value);
      if (first !== undefined && result.identifies === undefined) {
        errors.push(fieldError('CODE_REPEATED', pointer, first));
        continue;
      }
      firstSeen.set(result.value, pointer);
      const parent = parentOf(scanned, result.value, pointer);
      if (parent.error !== undefined) errors.push(parent.error);
      codes.push(parent.value === undefined ? result : { ...result, parent: parent.value });
      for (const warning of result.warnings ?? []) notes.push(`${pointer}: ${warning}`);
    }
    return { ...line, codes };
  });
  return { lines: recognised, errors, notes };
}

/** The pack a code lies in, in normal form. A pack cannot lie in itself, and only packs that carry a code can be named. */
function parentOf(
  scanned: ScannedCode,
  child: string,
  pointer: string,
): { readonly value?: string; readonly error?: FieldError } {
  if (typeof scanned === 'string' || scanned.parent === undefined) return {};
  const parentPointer = pointer.replace(/value$/, 'parent');
  const result = recognise(scanned.parent);
  if (isCodeProblem(result)) return { error: fieldError(result.problem, parentPointer) };
  if (result.identifies !== undefined) return { error: fieldError('PARENT_IS_NO_PACK', parentPointer) };
  if (result.value === child) return { error: fieldError('PARENT_IS_ITSELF', parentPointer) };
  return { value: result.value };
}

function codePointer(line: number, code: number, scanned: ScannedCode): string {
  const pointer = `/lines/${line}/codes/${code}`;
  return typeof scanned === 'string' ? pointer : `${pointer}/value`;
}
