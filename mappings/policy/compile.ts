import type { Bilingual } from '../engine/types.ts';
import { toConditions } from './conditions.ts';
import type { Policy, PolicyTable, Rule } from './types.ts';

interface CompiledTable {
  readonly rules: readonly Rule[];
  readonly byId: ReadonlyMap<string, Rule>;
}

const noRules: CompiledTable = { rules: [], byId: new Map() };
/** Province, city and county of a region code (GB/T 2260), longest first. */
const regionLengths = [6, 4, 2, 0];

/** @param tables resolved, no two of one region (load.ts) */
export function compilePolicy(tables: readonly PolicyTable[]): Policy {
  const byRegion = new Map(tables.map((table) => [table.region ?? '', compileTable(table)]));
  const tableOf = (region: string): CompiledTable => {
    for (const length of regionLengths) {
      const table = byRegion.get(region.slice(0, length));
      if (table !== undefined) return table;
    }
    return noRules;
  };
  return {
    rulesFor: (region) => tableOf(region).rules,
    find: (region, id) => tableOf(region).byId.get(id),
  };
}

function compileTable({ rules }: PolicyTable): CompiledTable {
  const list = Object.entries(rules).map(
    ([id, rule]): Rule => ({
      ...rule,
      id: own(id),
      conditions: toConditions(rule.when ?? {}),
      source: ownEnglish(rule.source),
      message: ownEnglish(rule.message),
    }),
  );
  return { rules: list, byId: new Map(list.map((rule) => [rule.id, rule])) };
}

function ownEnglish({ zh, en }: Bilingual): Bilingual {
  return { zh, en: own(en) };
}

/**
 * ASCII cut out of a file with Chinese in it stays a slice of that file, at two bytes a character, and makes every reply that
 * carries it as slow as a Chinese one. Copied through bytes it stands for itself.
 */
function own(text: string): string {
  return Buffer.from(text).toString();
}
