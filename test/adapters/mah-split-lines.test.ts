import { describe, expect, test } from '@jest/globals';
import { adapters } from '../../adapters/index.ts';
import { loadProfiles } from '../../mappings/engine/index.ts';

const profiles = [...(await loadProfiles()).values()];
const manufacturers = ['mah-file', 'mah-rest', 'mah-soap', 'mah-epcis'];
const operations = manufacturers.flatMap((id) =>
  Object.values(adapters[id]?.operations ?? {})
    .filter(({ kind }) => kind !== undefined)
    .map((operation) => [`${id} ${operation.id}`, id, operation] as const),
);

/** Does any profile of the family put the quantity of a line on the wire, or the tree of its packs? */
const saysMore = (id: string, operation: string, kind = '') =>
  profiles
    .filter((profile) => profile.id.startsWith(`${id}/`))
    .some(({ resolved }) => {
      const tables = id === 'mah-file' ? (kind === 'pack' ? ['relation'] : ['bill']) : [operation];
      return tables.some((table) =>
        /line\.quantity|code\.parent/.test(JSON.stringify(resolved.operations?.[table] ?? {})),
      );
    });

describe('a line is cut in pieces only where its codes are all that is said of it', () => {
  test.each(operations)('%s', (_, id, { id: operation, kind, splitLines, maxCodes }) => {
    if (splitLines === true) expect(saysMore(id, operation, kind)).toBe(false);
    else if (maxCodes !== undefined) expect(saysMore(id, operation, kind)).toBe(true);
  });

  test('bill files and EPCIS captures are, relation files are not', () => {
    expect(adapters['mah-file']?.operations['sale-out.submit']).toMatchObject({ splitLines: true });
    expect(adapters['mah-epcis']?.operations['sale-out.submit']).toMatchObject({ splitLines: true });
    expect(adapters['mah-file']?.operations['pack.submit']?.splitLines).toBeUndefined();
  });
});
