import { type CallContext, type Profile, RequestError, type RestRequest } from '../contract/index.ts';
import { topRequest } from './request.ts';

/** What a platform family offers, by what it is for. */
export type Api = 'uploadRetail' | 'uploadInOutBill' | 'billStatus' | 'partialResults';

type Family = 'lsyd' | 'yljg';

const ALIHEALTH = 'alibaba.alihealth.';
const LSYD = `${ALIHEALTH}drugtrace.top.lsyd.`;
const YLJG = `${ALIHEALTH}drugtrace.top.yljg.`;

/** API names per family of the platform (TOP API pages of category 阿里健康追溯码): one package of permissions each. */
const methods: Readonly<Record<Family, Readonly<Partial<Record<Api, string>>>>> = {
  lsyd: {
    uploadRetail: `${LSYD}uploadretail`,
    uploadInOutBill: `${LSYD}uploadinoutbill`,
    billStatus: `${LSYD}query.billstatus`,
    partialResults: `${LSYD}listbillprocesspartsuccess`,
  },
  yljg: {
    uploadRetail: `${YLJG}uploadretail`,
    uploadInOutBill: `${YLJG}uploadinoutbill`,
    billStatus: `${YLJG}query.billstatus`,
    partialResults: `${YLJG}listbillprocesspartsuccess`,
  },
};

/**
 * @param profile its constant `family` (default lsyd, pharmacies) names the package; a constant `method.<api>` puts another name
 * in place of ours, for what the published pages leave out
 * @returns undefined when the family has no such API
 */
export function offeredMethod(api: Api, profile: Profile): string | undefined {
  const { family = 'lsyd' } = profile.constants;
  if (!isFamily(family)) throw new TypeError(`profile ${profile.id}: 码上放心 has no family ${family}`);
  return profile.constants[`method.${api}`] ?? methods[family][api];
}

/** @throws RequestError when the family has no such API. */
export function methodOf(api: Api, profile: Profile): string {
  const method = offeredMethod(api, profile);
  if (method === undefined) throw new RequestError('API_NOT_OFFERED', `profile ${profile.id} has no API for ${api}`);
  return method;
}

/** A signed call of the family's API. */
export function apiRequest(api: Api, business: Readonly<Record<string, string>>, context: CallContext): RestRequest {
  return topRequest(methodOf(api, context.profile), business, context);
}

function isFamily(value: string): value is Family {
  return Object.hasOwn(methods, value);
}
