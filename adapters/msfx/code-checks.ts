import type { CodeVerdict } from '../contract/index.ts';
import { isObject, type JsonObject, type JsonValue, jsonObjectOf, textOf } from '../kit/json.ts';

/** What the platform found wrong with codes of a bill that it refused. */
export interface CodeChecks {
  /** The first of the error types under which it names codes, or else says anything. */
  readonly type: string;
  /** Of the codes that were sent. */
  readonly codes: readonly CodeVerdict[];
}

/**
 * Error types as `exception_flags` of drug.scc.bill.detail.codes (73373) numbers them. That uploads number them alike is likely
 * (3 and 6 do) but not published.
 */
const REASONS: Readonly<Record<string, string>> = {
  1: '未激活',
  2: '未通过码制校验',
  3: '重复',
  4: '已注销',
  5: '已注销',
  6: '有上下级关联',
  7: '批号、生产日期或有效期与扫码解析不符',
};

/** A code, with its place in a pair of type 6 behind it: `child(下级);parent(上级)`. */
const NAMED = /^([\x21-\x7e]+?)(?:[(（](下级|上级)[)）])?$/;

/**
 * Reads `operation_info_map.code_check_error_info` of a refused upload: a JSON text, error type → codes (TOP API pages 41007, 41653).
 * @param sent the codes of the bill; what else the text names is no verdict on it
 * @returns undefined where the platform says nothing of the kind, or says it in a form that is not the documented one
 */
export function codeChecksOf(result: JsonObject, sent: readonly string[]): CodeChecks | undefined {
  const info = infoOf(result);
  const all = Object.entries(info).flatMap(([key, value]) => findings(key, value));
  const type = all[0]?.type ?? Object.keys(info).find((key) => listed(info[key] ?? '').length > 0);
  if (type === undefined) return undefined;
  const reasons = new Map<string, Finding[]>();
  for (const found of all) {
    const own = reasons.get(found.code) ?? [];
    own.push(found);
    reasons.set(found.code, own);
  }
  const codes = sent.flatMap((code): CodeVerdict[] => {
    const own = reasons.get(code) ?? [];
    const [first] = own;
    if (first === undefined) return [];
    const message = [...new Set(own.map(({ text }) => text))].join('; ');
    return [{ code, verdict: 'refused', nativeCode: first.type, message }];
  });
  return { type, codes };
}

function infoOf({ operation_info_map: map }: JsonObject): JsonObject {
  const stated = isObject(map) ? map.code_check_error_info : undefined;
  if (isObject(stated)) return stated;
  return (typeof stated === 'string' && jsonObjectOf(new TextEncoder().encode(stated))) || {};
}

interface Finding {
  readonly type: string;
  readonly code: string;
  readonly text: string;
}

function findings(type: string, value: JsonValue): readonly Finding[] {
  const reason = REASONS[type] ?? '';
  const named = listed(value).flatMap((text) => {
    const [, code, place] = NAMED.exec(text) ?? [];
    return code === undefined ? [] : [{ code, place }];
  });
  return named.map(({ code, place }, index) => {
    // Pairs follow one another, the child first.
    const other = place === '下级' ? named[index + 1] : place === '上级' ? named[index - 1] : undefined;
    const partner = other === undefined || other.place === place ? '' : `: ${other.place} ${other.code}`;
    return { type, code, text: `${reason}${partner}` };
  });
}

/** One text with separators as documented, or a list of texts. */
function listed(value: JsonValue): readonly string[] {
  const texts = Array.isArray(value) ? value.map((each: JsonValue) => textOf(each) ?? '') : [textOf(value) ?? ''];
  return texts.flatMap((text) => text.split(/[;,；，\s]+/)).filter((text) => text !== '');
}
