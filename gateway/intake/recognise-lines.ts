import { type CodeProblem, isCodeProblem, recognise } from '../../mappings/codes/index.ts';
import {
  codeText,
  type EventLine,
  type RecognisedCode,
  type RecognisedLine,
  type ScannedCode,
} from '../../mappings/model/index.ts';
import type { FieldError } from './contract.ts';

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
        errors.push(problemError(pointer, result));
        continue;
      }
      const first = firstSeen.get(result.value);
      if (first !== undefined) {
        errors.push(repeatedError(pointer, first));
        continue;
      }
      firstSeen.set(result.value, pointer);
      codes.push(result);
      for (const warning of result.warnings ?? []) notes.push(`${pointer}: ${warning}`);
    }
    return { ...line, codes };
  });
  return { lines: recognised, errors, notes };
}

function codePointer(line: number, code: number, scanned: ScannedCode): string {
  const pointer = `/lines/${line}/codes/${code}`;
  return typeof scanned === 'string' ? pointer : `${pointer}/value`;
}

function problemError(pointer: string, problem: CodeProblem): FieldError {
  return { pointer, code: problem.problem, message: problem.message };
}

function repeatedError(pointer: string, first: string): FieldError {
  return {
    pointer,
    code: 'CODE_REPEATED',
    message: {
      zh: `同一追溯码在本单据中重复出现（首次见 ${first}）。请删除重复项；拆零销售时，同一盒只写一次。`,
      en: `The same trace code stands in this document already (first at ${first}). Remove the repetition; a split pack is listed once.`,
    },
  };
}
