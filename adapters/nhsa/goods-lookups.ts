import {
  type CallContext,
  type JsonSchema,
  type NativeRequest,
  type NativeResponse,
  type Operation,
  type Outcome,
  RequestError,
} from '../contract/index.ts';
import { type JsonObject, textOf } from '../kit/json.ts';
import { readRows, receiptOf } from './listing.ts';
import { buildMessage } from './message.ts';
import { unrecognised } from './reply.ts';
import { readReply } from './transports.ts';

/** What the platform holds changes with every upload: an answer is good for as long as a person looks at it. */
const CACHE_MS = 60_000;

const text = (maxLength: number, description: string): JsonSchema => ({
  type: 'string',
  minLength: 1,
  maxLength,
  description,
});
const day: JsonSchema = { type: 'string', format: 'date', description: 'yyyy-MM-dd' };

/** Parameters by the names of a look-up → the fields of the profile's tables (`call.<name>`). */
const params = {
  localCode: text(30, "medins_list_codg: the institution's own item code."),
  batchNumber: text(30, 'fixmedins_bchno'),
  nhsaCode: text(50, 'med_list_codg'),
  visitNo: text(30, 'mdtrt_id'),
  from: day,
  to: day,
  code: text(100, 'drug_trac_codg: only this trace code, as it was uploaded.'),
} as const;
type Param = keyof typeof params;

interface Listing extends Pick<Operation, 'id' | 'title' | 'native'> {
  /** The table of the profile that asks. */
  readonly table: 'goods-listing' | 'inbound-listing' | 'sale-listing';
  /** One of these must be given (V1.1.83 §3.5). */
  readonly keys: readonly Param[];
  readonly needed: readonly Param[];
  readonly optional: readonly Param[];
}

const byItem = {
  table: 'goods-listing',
  keys: ['localCode', 'batchNumber'],
  needed: ['from', 'to'],
  optional: [],
} as const;

/** 3508 to 3513: what the platform holds of the institution's own goods. Nobody else's is ever shown. */
export const goodsLookups: readonly Operation[] = [
  { ...byItem, id: 'stock-counts', native: '3508', title: { zh: '商品盘存信息查询', en: 'Stock counts' } },
  { ...byItem, id: 'stock-changes', native: '3509', title: { zh: '商品库存变更信息查询', en: 'Changes of stock' } },
  { ...byItem, id: 'purchases', native: '3510', title: { zh: '商品采购信息查询', en: 'Purchases and their returns' } },
  { ...byItem, id: 'sales', native: '3511', title: { zh: '商品销售信息查询', en: 'Sales and returns' } },
  {
    id: 'codes-received',
    native: '3512',
    title: { zh: '入库药品追溯信息查询', en: 'Trace codes that came in' },
    table: 'inbound-listing',
    keys: ['localCode', 'batchNumber', 'nhsaCode'],
    needed: ['from', 'to'],
    optional: ['code'],
  } as const,
  {
    id: 'codes-sold',
    native: '3513',
    title: { zh: '销售药品追溯信息查询', en: 'Trace codes that were sold' },
    table: 'sale-listing',
    keys: ['localCode', 'batchNumber', 'nhsaCode', 'visitNo'],
    needed: [],
    optional: ['from', 'to', 'code'],
  } as const,
].map(lookupOf);

function lookupOf({ id, native, title, table, keys, needed, optional }: Listing): Operation {
  const names = [...keys, ...needed, ...optional];
  return {
    id,
    effect: 'read',
    resend: 'safe',
    title,
    native,
    lookup: {
      cacheMs: CACHE_MS,
      answers: {
        zh: '本机构在平台上的记录(rows),不含个人信息',
        en: "The institution's own records at the platform (rows), without anything of a person",
      },
      params: {
        type: 'object',
        additionalProperties: false,
        required: needed,
        properties: Object.fromEntries(names.map((name) => [name, params[name]])),
        anyOf: keys.map((name) => ({ properties: { [name]: true }, required: [name] })),
      },
      example: { localCode: 'SP00001', from: '2026-07-01', to: '2026-07-02' },
      offeredBy: ({ operations }) => operations.includes(table),
    },
    buildRequest: (_, context) => build(native, table, names, context),
    parseResponse: (response, context) => parse(response, context),
  };
}

function build(infno: string, operation: string, names: readonly Param[], context: CallContext): NativeRequest {
  const given = names.flatMap((name): Array<[string, string]> => {
    const value = context.progress?.[name];
    return typeof value === 'string' && value !== '' ? [[name, value]] : [];
  });
  if (given.length === 0)
    throw new RequestError('NHSA_QUESTION_INCOMPLETE', `${infno} needs one of ${names.join(', ')}`);
  return buildMessage({ infno, operation, call: Object.fromEntries(given) }, context);
}

function parse(response: NativeResponse, context: CallContext): Outcome {
  const at = { effect: 'read', context, input: undefined } as const;
  const reply = readReply(response, at);
  if (reply.type === 'fault') return reply;
  const listed = readRows(reply.output, context.profile);
  if (listed.type === 'unreadable') return unrecognised(listed.reason, at);
  if (listed.rows.length === 0) return { type: 'not-found' };
  return { type: 'ok', answer: { rows: listed.rows.map(told) } };
}

/** Our name → the platform's, of the rows of all six; the sold ones carry a person too, who is left out. */
const told = (row: JsonObject): Readonly<Record<string, string>> => {
  const receipt = receiptOf([row]);
  const texts = Object.entries(rowNames).flatMap(([ours, theirs]) => {
    const value = theirs.map((name) => textOf(row[name])).find((found) => found !== undefined && found !== '');
    return value === undefined ? [] : [[ours, value] as const];
  });
  return { ...Object.fromEntries(texts), ...(receipt !== '' && { receipt }) };
};

const rowNames: Readonly<Record<string, readonly string[]>> = {
  batchNumber: ['fixmedinsBchno'],
  localCode: ['medinsListCodg', 'fixmedinsHilistId'],
  localName: ['medinsListName', 'fixmedinsHilistName'],
  nhsaCode: ['medListCodg'],
  code: ['drugTracCodg'],
  visitNo: ['mdtrtId'],
  settlementType: ['mdtrtSetlType'],
  split: ['trdnFlag'],
  lot: ['manuLotnum'],
  changeType: ['invChgType'],
  quantity: ['selRetnCnt', 'purcRetnCnt', 'invCnt', 'cnt'],
  at: ['selRetnTime', 'purcRetnStoinTime', 'invChgTime', 'invdate', 'optTime'],
  valid: ['valiFlag'],
  createdAt: ['crteTime'],
  updatedAt: ['updtTime'],
};
