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
  const list = Object.entries(rules).map(([id, rule]): Rule => ({ id, ...rule }));
  return { rules: list, byId: new Map(list.map((rule) => [rule.id, rule])) };
}
