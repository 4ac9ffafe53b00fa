import { type Identifier, matchesPattern } from './dictionary.ts';
import type { Element } from './element-string.ts';

/**
 * The rules between elements (GS1 General Specifications §4.13–4.15): repeats agree, no forbidden pair, required companions are there.
 * @returns the first breach, as `RULE AI AI`; undefined when there is none.
 */
export function associationProblem(elements: readonly Element[]): string | undefined {
  return repeatProblem(elements) ?? pairProblem(elements) ?? companionProblem(elements) ?? signatureProblem(elements);
}

function repeatProblem(elements: readonly Element[]): string | undefined {
  for (const [index, { identifier, value }] of elements.entries()) {
    for (let other = index + 1; other < elements.length; other += 1) {
      const twin = elements[other];
      if (twin !== undefined && twin.identifier === identifier && twin.value !== value) {
        return `REPEATED_WITH_OTHER_VALUE ${identifier.ai}`;
      }
    }
  }
  return undefined;
}

function pairProblem(elements: readonly Element[]): string | undefined {
  for (const { identifier } of elements) {
    for (const pattern of identifier.excludes) {
      const other = elements.find((one) => one.identifier !== identifier && matchesPattern(one.identifier.ai, pattern));
      if (other !== undefined) return `INVALID_PAIR ${identifier.ai} ${other.identifier.ai}`;
    }
  }
  return undefined;
}

function companionProblem(elements: readonly Element[]): string | undefined {
  const present = (pattern: string, self: Identifier) =>
    elements.some(({ identifier }) => identifier !== self && matchesPattern(identifier.ai, pattern));
  for (const { identifier } of elements) {
    for (const group of identifier.requires) {
      const satisfied = group.some((alternative) => alternative.every((pattern) => present(pattern, identifier)));
      if (!satisfied) return `REQUIRES_COMPANION ${identifier.ai}`;
    }
  }
  return undefined;
}

/** A digital signature signs one item: keys with an optional serial must carry it (8030, ISO/IEC 20248 in GS1 elements). */
const signedKeys: Readonly<Record<string, number>> = { '253': 13, '255': 13, '8003': 14 };

function signatureProblem(elements: readonly Element[]): string | undefined {
  if (!elements.some(({ identifier }) => identifier.ai === '8030')) return undefined;
  const bare = elements.find(({ identifier, value }) => value.length === signedKeys[identifier.ai]);
  return bare === undefined ? undefined : `SIGNATURE_WITHOUT_SERIAL ${bare.identifier.ai}`;
}
