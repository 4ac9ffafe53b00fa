import type { Adapter, Operation } from '../../../adapters/contract/index.ts';
import type { Profile } from '../../../mappings/engine/index.ts';
import { code, generatedNote, list, page, section, table } from './markdown.ts';
import { faultTable } from './profile-page.ts';
import { schemaTable } from './schema-table.ts';

/** @param pathOf the page of a profile, from the folder of this one */
export function familyPage(
  adapter: Adapter,
  profiles: readonly Profile[],
  pathOf: (profile: Profile) => string,
): string {
  const { id, title, manifest, operations, faults } = adapter;
  const facts = [
    ['Adapter', code(id)],
    ['Protocol 协议', adapter.protocol],
    ['Interface version 接口版本', manifest.interfaceVersion],
    ['Undo 撤销', `${manifest.undo.zh} ${manifest.undo.en}`],
    ['Sign-in 签到', adapter.login === undefined ? 'none 无' : code(adapter.login)],
    ['Probe 探测', code(adapter.probe)],
  ];
  return page([
    `# ${title.zh} ${title.en}`,
    '',
    generatedNote,
    '',
    ...table(['', ''], facts),
    ...section(
      'Profiles 映射档',
      table(
        ['Profile', 'Title 名称', 'Support 支持级别'],
        profiles.map((profile) => [`[${code(profile.id)}](${pathOf(profile)})`, profile.title, profile.support]),
      ),
    ),
    ...section('Operations 业务', operationTable(Object.values(operations))),
    ...section('Settings of a link 链路设置', schemaTable(adapter.settingsSchema)),
    ...section('Identity of an institution 机构标识', schemaTable(adapter.identitySchema)),
    ...section('Credentials of an institution 机构凭据', schemaTable(adapter.credentialsSchema)),
    ...section('Faults 故障', faultTable(faults)),
    ...section('Open points 待确认', list(manifest.open)),
    ...section('Sources 依据', list(manifest.sources)),
  ]);
}

function operationTable(operations: readonly Operation[]): readonly string[] {
  return table(
    [
      'Operation',
      'Title 名称',
      'Native 平台接口',
      'Effect',
      'Sent twice 重发',
      'Fate asked by 结果查询',
      'Rows, codes 行数/码数',
      'Pace 频率',
    ],
    operations.map((operation) => [
      code(operation.id),
      `${operation.title.zh} ${operation.title.en}`,
      operation.native,
      operation.withdraws === undefined ? operation.effect : `withdraws ${code(operation.withdraws)}`,
      operation.resend,
      fateOf(operation),
      `${operation.maxItems ?? '–'}, ${operation.maxCodes ?? '–'}`,
      operation.pace === undefined ? '' : `${operation.pace.ratePerSecond}/s per ${operation.pace.per}`,
    ]),
  );
}

function fateOf({ enquiry }: Operation): string {
  if (enquiry === undefined) return '';
  return typeof enquiry === 'string' ? code(enquiry) : `none 无: ${enquiry.none}`;
}
