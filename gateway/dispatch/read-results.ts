import type { CodeVerdict, ItemResult, Outcome } from '../../adapters/contract/index.ts';

type Answer = Readonly<Record<string, unknown>>;

/** Joins what the steps of one read found: items, codes and the lists of their answers one after the other. */
export interface ReadResults {
  add(outcome: Outcome): void;
  /** @returns the last step's outcome with everything found. */
  joined(last: Outcome): Outcome;
  /** @returns what was found so far, marked as cut. */
  cut(): Outcome;
}

export function createReadResults(): ReadResults {
  const items: ItemResult[] = [];
  const codes: CodeVerdict[] = [];
  let answer: Answer | undefined;

  function found() {
    return {
      ...(items.length > 0 && { items }),
      ...(codes.length > 0 && { codes }),
      ...(answer !== undefined && { answer }),
    };
  }

  return {
    add(outcome) {
      // Not as arguments: a list of some 100,000 would overflow the stack.
      for (const item of outcome.items ?? []) items.push(item);
      for (const code of outcome.codes ?? []) codes.push(code);
      if (outcome.type === 'ok' || outcome.type === 'continue') answer = withPart(answer, outcome.answer);
    },
    joined: (last) => (last.type === 'ok' ? { ...last, ...found() } : last),
    cut: () => ({ type: 'ok', ...found(), answer: { ...answer, cut: true } }),
  };
}

/** Lists are appended, everything else is the newer part's. */
function withPart(known: Answer | undefined, part: Answer | undefined): Answer | undefined {
  if (known === undefined || part === undefined) return known ?? part;
  const joined = Object.entries(part).map(([name, value]) => {
    const before = known[name];
    return [name, Array.isArray(before) && Array.isArray(value) ? [...before, ...value] : value];
  });
  return { ...known, ...Object.fromEntries(joined) };
}
