import type { Adapter } from '../../../adapters/contract/index.ts';
import { adapters } from '../../../adapters/index.ts';
import type { Profile } from '../../../mappings/engine/index.ts';
import { type Cell, marks } from '../../contract/cells.ts';
import type { Unlinked } from '../../contract/pairs.ts';
import { code, generatedNote, list, page, section, table } from './markdown.ts';
import { levels } from './profile-page.ts';

/** @returns family × kind × operation × support level; a mark says which tests stand behind the cell. */
export function capabilitiesPage(
  cells: readonly Cell[],
  profiles: ReadonlyMap<string, Profile>,
  unlinked: readonly Unlinked[],
  pathOf: (profile: Profile) => string,
): string {
  return page([
    '# Capabilities 能力表',
    '',
    generatedNote,
    '',
    'Each mark is an operation that the contract kit (`test/contract`) has run; a test compares this table with what ran.',
    '每个标记背后都有契约测试，另有测试核对本表与实际执行的一致。',
    '',
    ...list([
      `${marks.simulated} booked in the family's simulator over real sockets; outages, repeats and crowds at one profile of each door 经模拟平台入账`,
      `${marks.requests} requests and replies only; no simulator speaks this dialect 仅报文`,
    ]),
    '',
    ...list(Object.entries(levels).map(([level, meaning]) => `${code(level)}: ${meaning}`)),
    '',
    ...Object.values(adapters).flatMap((adapter) => familyTable(adapter, cells, profiles, pathOf)),
    ...section(
      'No link may name these 不可直接使用',
      table(
        ['', '', ''],
        unlinked.map(({ profile, reason }) => [`${profile.id}`, profile.title, reason]),
      ),
    ),
  ]);
}

function familyTable(
  adapter: Adapter,
  cells: readonly Cell[],
  profiles: ReadonlyMap<string, Profile>,
  pathOf: (profile: Profile) => string,
): readonly string[] {
  const own = cells.filter(({ profile }) => profile.startsWith(`${adapter.id}/`));
  const operations = Object.values(adapter.operations).filter(({ id }) =>
    own.some(({ operation }) => operation === id),
  );
  const rows = [...new Set(own.map(({ profile }) => profile))].flatMap((id) => {
    const profile = profiles.get(id);
    if (profile === undefined) return [];
    const proofOf = (operation: string) =>
      own.find((cell) => cell.profile === id && cell.operation === operation)?.proof;
    const proofs = operations.map(({ id: operation }) => {
      const proof = proofOf(operation);
      return proof === undefined ? '' : marks[proof];
    });
    return [[`[${code(id)}](${pathOf(profile)}) ${profile.title}`, profile.support, ...proofs]];
  });
  const heads = operations.map(({ id, title }) => `${title.zh} \`${id}\``);
  const title = `[${adapter.title.zh} ${adapter.title.en}](families/${adapter.id}.md)`;
  return section(title, table(['Profile 映射档', 'Support 级别', ...heads], rows));
}
