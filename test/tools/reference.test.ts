/** What the generated pages say is what the profiles do. */
import { describe, expect, test } from '@jest/globals';
import { loadProfiles } from '../../mappings/engine/index.ts';
import { generateReference } from './generate-reference.ts';
import { levels } from './reference/profile-page.ts';

const pages = await generateReference();
const pageOf = (name: string) => pages.get(`docs/reference/regions/${name}.md`) ?? '';
const sectionOf = (page: string, title: string) => page.split('\n## ').find((part) => part.startsWith(title)) ?? '';

describe('the page of a region', () => {
  test.each([
    ['110000-beijing', '0205', '3505A'],
    ['130000-hebei', '3505', '3505A'],
    ['430000-hunan', '3505A', '0205'],
  ])('%s lists the number that it really sends: %s', (name, sent, other) => {
    const operations = sectionOf(pageOf(name), 'Operations');
    expect(operations).toMatch(new RegExp(`\\| ${sent} \\|`));
    expect(operations).not.toContain(other);
  });

  test('heads its tables with the numbers of its own', async () => {
    const renumbered = [...(await loadProfiles()).values()].filter(({ constants }) => 'number.3505A' in constants);
    expect(renumbered.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['nhsa/110000-beijing', 'nhsa/130000-hebei']),
    );
    const heads = renumbered.flatMap(({ id }) =>
      pageOf(id.slice('nhsa/'.length))
        .split('\n')
        .filter((line) => line.startsWith('## Fields of')),
    );
    expect(heads.length).toBeGreaterThan(0);
    expect(heads.filter((head) => /350\dA/.test(head))).toEqual([]);
  });

  test('says from when it is in force, and that earlier events use it, too', () => {
    expect(pageOf('430000-hunan')).toContain('| In force from 生效 | 2024-10-01; earlier events use it, too');
    expect(pageOf('110000-beijing')).toContain('| In force from 生效 | 2025-10-30; earlier events use it, too');
    expect(pageOf('120000-tianjin')).toContain('| In force from 生效 | always 一直 |');
  });
});

test('every profile states its level in its own page, with what the level means', async () => {
  for (const { id, support } of (await loadProfiles()).values()) {
    const [family = '', name = ''] = id.split('/');
    const page = pages.get(`docs/reference/${family === 'nhsa' ? 'regions' : family}/${name}.md`);
    expect({ [id]: page }).toEqual({ [id]: expect.stringContaining(`\`${support}\`: ${levels[support]}`) });
  }
});
