import { chinaDateTime } from '../../sim-kit/index.ts';
import { type Answer, failed } from './answer.ts';
import type { BillBook } from './bill-book.ts';
import type { Params } from './params.ts';
import type { MsfxSettings } from './settings.ts';
import { invalidArgument } from './top-error.ts';

/** What both uploads refuse alike. @returns the refusal, or undefined. */
export function uploadObjection(
  params: Params,
  codes: readonly string[],
  book: BillBook,
  settings: MsfxSettings,
  now: number,
): Answer | undefined {
  const take = (name: string) => params.get(name) ?? '';
  if (!settings.enterprises.includes(take('ref_user_id'))) return failed('企业不存在或未绑定该AppKey');
  if (book.has(take('ref_user_id'), take('bill_code'))) return failed('该单据号已存在');
  if (take('bill_time') < twoYearsBefore(now)) {
    return failed('系统不支持上传2年前单据', { sub_msg_code: 'FAIL_BIZ_PARAM_BILL_TIME_BEFORE_ERROR' });
  }
  const repeated = codes.filter((code, index) => codes.indexOf(code) !== index);
  if (repeated.length > 0) return failed('单据中存在重复的追溯码', codeCheck('3', [...new Set(repeated)]));
  const pairs = codes.flatMap((child) => {
    const parent = book.parentOf(child, now) ?? '';
    return codes.includes(parent) ? [`${child}(下级)`, `${parent}(上级)`] : [];
  });
  if (pairs.length > 0) return failed('单据中的追溯码不符合要求', codeCheck('6', pairs));
  const unreadable = codes.filter((code) => !/^8\d{19}$/.test(code));
  if (unreadable.length > 0 && take('ignore_part_success_flag') === '1')
    return failed('单据中存在无法解析的追溯码', codeCheck('2', unreadable));
  return undefined;
}

/** @throws TopError 41 for more codes than a bill may hold. */
export function checkCodeCount(params: Params, settings: MsfxSettings): void {
  const isVaccination = params.get('bill_type') === '322';
  const most = isVaccination ? settings.maxVaccineCodes : settings.maxCodes;
  const count = (params.get('trace_codes') ?? '').split(',').length;
  if (count > most) throw invalidArgument('trace_codes', `数量超过${most}`);
}

/** `code_check_error_info` is a JSON text inside the JSON: error type → codes; of type 6 in pairs, `child(下级);parent(上级)`. */
function codeCheck(type: string, named: readonly string[]): Answer {
  return { operation_info_map: { code_check_error_info: JSON.stringify({ [type]: named.join(';') }) } };
}

function twoYearsBefore(now: number): string {
  const [year = '', rest = ''] = [chinaDateTime(now).slice(0, 4), chinaDateTime(now).slice(4)];
  return `${Number(year) - 2}${rest}`;
}
