import type { Adapter, Operation } from '../../../adapters/contract/index.ts';
import { adapters } from '../../../adapters/index.ts';
import type { Profile } from '../../../mappings/engine/index.ts';
import { type Cell, marks } from '../../contract/cells.ts';
import type { Unlinked } from '../../contract/pairs.ts';
import { code, generatedNote, list, page, section, table } from './markdown.ts';
import { levels } from './profile-page.ts';

/** @returns family × operation × support level; a mark says which tests stand behind the cell. */
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
      `${marks.simulated} done by the family's simulator over real sockets; outages, repeats and crowds at one profile of each door 经模拟平台入账`,
      `${marks.requests} requests and replies only; no simulator speaks this dialect 仅报文`,
      `${marks.local} made for the till's own settlement (\`POST /v1/events/{id}/settlement-fragment\`), sent to no platform 供收银端结算使用`,
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
  const offered = new Set(own.map(({ operation }) => operation));
  const operations = Object.values(adapter.operations).filter(({ id }) => offered.delete(id));
  const submissions = operations.filter(({ kind }) => kind !== undefined).map(headOf);
  // What is left is no operation of the platform: it is made for the till.
  const fragments = [...offered].map((id) => ({ id, title: '结算追溯节点' }));
  const others = [...operations.filter(({ kind }) => kind === undefined).map(headOf), ...fragments];
  const tableOf = (columns: readonly Column[]) => cellTable(columns, own, profiles, pathOf);
  const title = `[${adapter.title.zh} ${adapter.title.en}](families/${adapter.id}.md)`;
  return [
    ...section(title, tableOf(submissions)),
    ...(others.length === 0 ? [] : ['Beside submissions 报送以外:', '', ...tableOf(others)]),
  ];
}

interface Column {
  readonly id: string;
  readonly title: string;
}

function headOf({ id, title }: Operation): Column {
  return { id, title: title.zh };
}

/** A row for each profile with at least one of them. */
function cellTable(
  columns: readonly Column[],
  cells: readonly Cell[],
  profiles: ReadonlyMap<string, Profile>,
  pathOf: (profile: Profile) => string,
): readonly string[] {
  const rows = [...new Set(cells.map(({ profile }) => profile))].flatMap((id) => {
    const profile = profiles.get(id);
    const proofs = columns.map(
      (column) => cells.find((cell) => cell.profile === id && cell.operation === column.id)?.proof,
    );
    if (profile === undefined || proofs.every((proof) => proof === undefined)) return [];
    const shown = proofs.map((proof) => (proof === undefined ? '' : marks[proof]));
    return [[`[${code(id)}](${pathOf(profile)}) ${profile.title}`, profile.support, ...shown]];
  });
  return table(['Profile 映射档', 'Support 级别', ...columns.map(({ id, title }) => `${title} ${code(id)}`)], rows);
}
