import type { Adapter } from '../../../adapters/contract/index.ts';
import type { Profile } from '../../../mappings/engine/index.ts';
import { cellsOf, fieldHead, fieldRows } from './field-table.ts';
import { code, generatedNote, list, page, section, table } from './markdown.ts';
import { withRegionalNumbers } from './regional-numbers.ts';

export const levels: Readonly<Record<Profile['support'], string>> = {
  certified: 'accepted by the platform 平台验收',
  documented: 'restated from its document; what has not been seen of it is an open point 依据接口文档',
  reported: 'as working clients or standards show it; its document has not been seen 依据在用接口',
  baseline: 'nothing that decides an interface has been seen: its parent, or the safest reading 仅按基准推定',
  demonstration: 'an interface of this project’s own simulator: only a sandbox may link it 仅供演示',
  agent: 'reached only from the institution’s own network: no link may name it 需机构内代理',
};

const filled = 'sent: numbers as 0, others as empty text 照发：数值传 0，其他传空串';

/** @returns the page of one profile: what it changes against its parent, or all of it where it has none. */
export function profilePage(adapter: Adapter, profile: Profile, parent: Profile | undefined): string {
  const { id, title, support, resolved, chain, constants, limits, resend, open, faults, versions } = profile;
  const against =
    parent === undefined ? '' : `; what is the same as at ${link(parent)} is not repeated 与上级相同者不再列出`;
  const inherited = new Set(parent?.open ?? []);
  const facts = [
    ['Support level 支持级别', `${code(support)}: ${levels[support]}`],
    ['Source 依据', resolved.source],
    ['Inheritance 继承', chain.map(code).join(' < ')],
    ['In force from 生效', inForce(versions)],
    ...(resolved.emptyFields === 'fill' ? [['Fields without a value 空字段', filled]] : []),
    ['Family 平台类', `[${adapter.title.zh} ${adapter.title.en}](../families/${adapter.id}.md)`],
  ];
  return page([
    `# ${title} \`${id}\``,
    '',
    generatedNote,
    '',
    ...table(['', ''], facts),
    ...(against === '' ? [] : [`Listed below is what this profile has of its own${against}.`, '']),
    ...section('Operations 业务', operations(adapter, profile)),
    ...section('Constants 常量', table(['Name', 'Value'], differing(constants, parent?.constants ?? {}))),
    ...section('Limits and repeats 限量与重发', limitsTable(limits, resend, parent)),
    ...fields(profile, parent),
    ...section('Faults 故障', faultTable(faults.filter((row) => !isInherited(row, parent)))),
    ...section('Open points 待确认', list(open.filter((point) => !inherited.has(point)))),
  ]);
}

/** The first version's own day is no bound: what happened before it is told by it, too, since nothing else is known of that time. */
function inForce([eldest, ...later]: Profile['versions']): string {
  const from = eldest?.resolved.effectiveFrom;
  const first = from === undefined ? 'always 一直' : `${from}; earlier events use it, too 更早的业务亦按此版`;
  return [first, ...later.map(({ inForceFrom }) => inForceFrom ?? '')].join(', ');
}

/** Of the platform's replies: what they come to and what to do. */
export function faultTable(rows: Profile['faults'] | Adapter['faults']): readonly string[] {
  return table(
    ['Native 原码', 'Category 类别', 'Code', 'Meaning 含义', 'What to do 处理'],
    rows.map(({ native, pattern, category, code: ours, message, hint }) => [
      [...native.map(code), ...(pattern === undefined ? [] : [code(`/${pattern.source}/`)])].join(' '),
      category,
      code(ours),
      `${message.zh} ${message.en}`,
      `${hint.zh} ${hint.en}`,
    ]),
  );
}

function operations(adapter: Adapter, profile: Profile): readonly string[] {
  const own = Object.values(adapter.operations).filter(
    ({ id, kind }) => kind !== undefined && profile.operations.includes(id),
  );
  return table(
    ['Kind 业务类型', 'Operation', 'Native 平台接口', 'Sent twice 重发', 'Rows, codes 行数/码数'],
    own.map(({ id, kind = '', title, native, resend, maxItems, maxCodes }) => [
      `${kind} ${title.zh}`,
      code(id),
      withRegionalNumbers(native, profile),
      profile.resend[id] ?? resend,
      `${profile.limits[id]?.maxItems ?? maxItems ?? '–'}, ${profile.limits[id]?.maxCodes ?? maxCodes ?? '–'}`,
    ]),
  );
}

function limitsTable(limits: Profile['limits'], resend: Profile['resend'], parent?: Profile): readonly string[] {
  const ids = [...new Set([...Object.keys(limits), ...Object.keys(resend)])];
  const text = (id: string, profile: Pick<Profile, 'limits' | 'resend'>) =>
    JSON.stringify([profile.limits[id] ?? {}, profile.resend[id] ?? '']);
  const own = ids.filter((id) => parent === undefined || text(id, { limits, resend }) !== text(id, parent));
  return table(
    ['Operation', 'Rows 行', 'Codes 码', 'Sent twice 重发'],
    own.map((id) => [
      code(id),
      `${limits[id]?.maxItems ?? '–'}`,
      `${limits[id]?.maxCodes ?? '–'}`,
      resend[id] ?? 'as the family',
    ]),
  );
}

function fields(profile: Profile, parent: Profile | undefined): readonly string[] {
  return profile.operations.flatMap((operation) => {
    const before = new Set(parent === undefined ? [] : fieldRows(parent, operation).map((row) => cellsOf(row).join()));
    const now = fieldRows(profile, operation);
    const changed = now.map(cellsOf).filter((cells) => !before.has(cells.join()));
    const kept = new Set(now.map(({ path }) => path));
    const gone = parent === undefined ? [] : fieldRows(parent, operation).filter(({ path }) => !kept.has(path));
    const rows = [...changed, ...gone.map(({ path }) => [code(path), '', '', 'left out 不发送'])];
    const title = profile.resolved.operations?.[operation]?.title;
    const named = title === undefined ? '' : ` ${withRegionalNumbers(title, profile)}`;
    return section(`Fields of \`${operation}\`${named} 字段`, table(fieldHead, rows));
  });
}

function differing(own: Readonly<Record<string, string>>, before: Readonly<Record<string, string>>): string[][] {
  const entries = Object.entries(own).filter(([name, value]) => before[name] !== value);
  return entries.map(([name, value]) => [code(name), code(value)]);
}

function isInherited(row: Profile['faults'][number], parent: Profile | undefined): boolean {
  const text = ({ native, code: ours, pattern, category }: Profile['faults'][number]) =>
    [native, ours, pattern?.source, category].join();
  return parent?.faults.some((other) => text(other) === text(row)) ?? false;
}

function link({ id, title }: Profile): string {
  return `[${title}](${id.split('/')[1]}.md)`;
}
