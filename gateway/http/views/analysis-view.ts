import { type Analysis, codeWarnings, type Reading } from '../../../mappings/codes/index.ts';
import type { CodeAnalysis, CodeReading } from '../openapi.generated.ts';

/** @returns the analysis as replies show it: every warning with what it means and how to mend it. */
export function analysisView({ alternatives, ...analysis }: Analysis): CodeAnalysis {
  return { ...analysis, ...readingView(analysis), alternatives: alternatives.map(readingView) };
}

function readingView({ kind, value, identifies, confidence, parts, warnings }: Reading): CodeReading {
  const { elements, ...named } = parts;
  return {
    ...{ kind, value, identifies, confidence },
    parts: elements === undefined ? named : { ...named, elements: [...elements] },
    warnings: warnings.map((code) => ({ code, message: codeWarnings[code] })),
  };
}
