import type { CatalogueRow } from '../../../mappings/catalogue/index.ts';
import { type Analysis, codeWarnings, type Reading } from '../../../mappings/codes/index.ts';
import type { CodeAnalysis, CodeReading, RecognisedProduct } from '../openapi.generated.ts';
import { given } from './given.ts';

/** @returns the analysis as replies show it: every warning with what it means and how to mend it, and what the catalogue knows. */
export function analysisView({ alternatives, ...analysis }: Analysis, rows: readonly CatalogueRow[]): CodeAnalysis {
  return {
    ...analysis,
    ...readingView(analysis),
    ...given({ products: rows.length === 0 ? undefined : rows.map(productView) }),
    alternatives: alternatives.map(readingView),
  };
}

function productView(row: CatalogueRow): RecognisedProduct {
  const { localName: name, spec, manufacturer, holder, packLevel, packRatio } = row;
  const { prefix, gtin, nhsaCode, standardCode, approvalNo } = row;
  return given({
    ...{ name, spec, manufacturer, holder, packLevel, packRatio },
    ...{ prefix, gtin, nhsaCode, standardCode, approvalNo },
  });
}

function readingView({ kind, value, identifies, confidence, parts, warnings }: Reading): CodeReading {
  const { elements, ...named } = parts;
  return {
    ...{ kind, value, identifies, confidence },
    parts: elements === undefined ? named : { ...named, elements: [...elements] },
    warnings: warnings.map((code) => ({ code, message: codeWarnings[code] })),
  };
}
