import type { ParsedItem, Texts } from '../parsed.ts';
import type { CatalogueRow, PackLevel } from '../types.ts';
import { textLines } from './text-lines.ts';

type Facts = Readonly<Record<string, unknown>>;

/**
 * Reads 码段 of 码上放心 (drugrescode): JSON documents, one per line, each a reply or a part of one. Every object with a code prefix and a
 * resource code is a row; what it lacks is taken from the objects around it. The 7 digits of 药品标识码 are 码前缀 followed by 资源码.
 * @param options.day yyyy-MM-dd from which the rows hold: the table has no dates
 */
export async function* readPrefixTable(
  texts: Texts,
  options: { readonly source: string; readonly day: string },
): AsyncIterable<ParsedItem> {
  for await (const { line, text } of textLines(texts)) {
    const document = parse(text);
    if (document === undefined) {
      yield { type: 'problem', problem: { line, message: 'is no JSON document' } };
      continue;
    }
    const found = collect(document, {});
    for (const [index, facts] of found.entries()) {
      const prefix = `${facts.code_prefix}${facts.res_code}`;
      if (!/^8\d{6}$/.test(prefix)) {
        const message = `${prefix} is no 药品标识码: 7 digits beginning with 8`;
        yield { type: 'problem', problem: { line, column: `code_res_list[${index}]`, message } };
        continue;
      }
      yield { type: 'product', line, row: toRow(prefix, facts, options) };
    }
  }
}

function toRow(prefix: string, facts: Facts, options: { readonly source: string; readonly day: string }): CatalogueRow {
  const packRatio = text(facts.pkg_ratio);
  const given = {
    packLevel: levelOf(facts),
    packRatio: packRatio !== undefined && /^[1-9]\d*(:[1-9]\d*){1,3}$/.test(packRatio) ? packRatio : undefined,
    approvalNo: text(facts.approve_no),
    drugId: text(facts.drug_ent_base_info_id),
    localName: text(facts.physic_name),
    spec: text(facts.package_spec) ?? text(facts.prepn_spec),
    manufacturer: text(facts.ent_name),
  };
  const stated = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return { prefix, ...stated, source: options.source, validFrom: options.day };
}

/** 层级 counts from the largest pack; how many there are, the rows beside it tell. */
function levelOf({ code_level, levels }: Facts): PackLevel | undefined {
  const [level, last] = [Number(code_level), Number(levels)];
  if (!Number.isInteger(level) || level < 1 || level > last) return undefined;
  if (level === last) return 'small';
  return level === 1 ? 'large' : 'middle';
}

/** Lists stand in an object of their own name or bare, as the gateway's two JSON styles have it. */
function collect(value: unknown, around: Facts): Facts[] {
  if (Array.isArray(value)) {
    const levels = Math.max(0, ...value.map((item) => (isFacts(item) ? Number(item.code_level) || 0 : 0)));
    return value.flatMap((item) => collect(item, levels > 0 ? { ...around, levels } : around));
  }
  if (!isFacts(value)) return [];
  const facts = { ...around, ...value };
  if (value.code_prefix !== undefined && value.res_code !== undefined) return [facts];
  return Object.values(value).flatMap((member) => collect(member, facts));
}

function isFacts(value: unknown): value is Facts {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(value: unknown): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const trimmed = String(value).trim();
  return trimmed === '' ? undefined : trimmed.slice(0, 200);
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
