import type { JsonSchema } from '../contract/index.ts';

/** Parameters of look-ups, as JSON Schema. */
const TRACE_CODE = { type: 'string', pattern: '^8[0-9]{19}$', description: '20-digit trace code' };
const BILL_CODE = { type: 'string', minLength: 1, maxLength: 100, description: '单据号' };
const DATE = { type: 'string', format: 'date', description: 'China date' };
const ID = { type: 'string', pattern: '^[0-9A-Za-z_-]{8,64}$' };
const NAME = { type: 'string', minLength: 1, maxLength: 200, description: '企业名称' };

export const oneCode = question({ code: TRACE_CODE }, 'code');
export const oneBill = question({ billCode: BILL_CODE }, 'billCode');
export const oneName = question({ name: NAME }, 'name');
export const perhapsName = question({ name: NAME });
export const oneRefEntId = question({ refEntId: ID }, 'refEntId');
export const oneRelation = question({ relationId: { ...ID, description: '码激活文件上传信息标识' } }, 'relationId');
export const billOfUpstream = question({ billCode: BILL_CODE, fromRefEntId: ID }, 'billCode', 'fromRefEntId');
export const billsOfTime = question({ beginDate: DATE, endDate: DATE, billCode: BILL_CODE });
export const billSince = question({ billCode: BILL_CODE, beginDate: DATE, endDate: DATE }, 'billCode');

/** @param most codes in one request */
export function manyCodes(most: number): JsonSchema {
  const codes = { type: 'array', minItems: 1, maxItems: most, uniqueItems: true, items: TRACE_CODE };
  return question({ codes }, 'codes');
}

function question(properties: Readonly<Record<string, object>>, ...required: readonly string[]): JsonSchema {
  return { type: 'object', additionalProperties: false, required, properties };
}
