import type { Profile } from '../../../mappings/engine/index.ts';
import type { TraceEvent } from '../../../mappings/model/index.ts';
import { type ContractFamily, type FamilyReply, replyOf } from '../family.ts';

const settings = { appKey: '12345678', appSecret: 'demo-msfx-secret', pollAfterMs: 100 };

/** Refusals of TOP itself are numbers, with what went wrong in `sub_code`; those of the business layer are words. */
export const family: ContractFamily = {
  account: (profile) => ({
    identity: {
      ref_ent_id: `demo-ref-ent-${numberOf(profile)}`,
      ent_id: `demo-ent-id-${numberOf(profile)}`,
      partners: 'W901=demo-ent-id-901;H102=demo-ent-id-102',
      // What the insurance's look-ups ask in the name of.
      terminal_ent_id: 'demo-terminal-001',
      bureau_id: '430100',
      bureau_name: '长沙市医疗保障局',
    },
    credentials: {
      ...(profile.constants.family === 'wes' && { license: 'demo-msfx-license' }),
      ...(['wes', 'scqy'].includes(profile.constants.family ?? '') && { withdraw_phone: '13800000000' }),
    },
  }),
  settings: () => settings,
  session: { license_token: 'kit-token' },
  codes: ['81234560000000000017'],
  refusedTogether: ['81234570000000000001', '81234560000000000001'],
  simulator: () => ({ processMs: 0, callsPerSecond: 1000 }),
  door: ({ constants }) => constants.family ?? 'lsyd',
  fit: ({ counterparty: _, ...event }, profile) => {
    if (event.kind === 'pack') return withSubTypes(event);
    return ownAffairs.includes(event.kind) ? event : { ...event, counterparty: partnerOf(profile) };
  },
  replies: (native, words) => [...protocol(native, words), ...business(native, words)],
  elsewhere: {
    MSFX_BILL_EXISTS:
      'no fault of its own: the submission goes on with the bill status (test/adapters/msfx-upload-replies.test.ts)',
  },
  parents: { 'msfx/bills': 'the in/out bills that every enterprise reports: parent of the others' },
};

/** Kinds without another party. */
const ownAffairs: readonly string[] = ['stock-adjust', 'destroy', 'stock-count', 'pack'];

/** The platform's own number of each product, which no other platform asks for. */
function withSubTypes(event: TraceEvent): TraceEvent {
  const pairs = event.lines.map(({ product }) => `${product.localCode}=8123456001`);
  const stated = event.extensions?.msfx ?? {};
  const msfx = { ...stated, subTypeNo: pairs.join(';'), ...('cascade' in stated && { cascade: '1:1' }) };
  return { ...event, extensions: { ...event.extensions, msfx } };
}

function partnerOf({ constants }: Profile): NonNullable<TraceEvent['counterparty']> {
  return constants.family === 'yljg' ? { code: 'H102', name: '演示医院分院' } : { code: 'W901', name: '演示医药批发' };
}

/** Pharmacy, hospital, wholesaler. */
function numberOf({ constants }: Profile): string {
  if (constants.family === 'lsyd') return '001';
  return constants.family === 'yljg' ? '101' : '201';
}

function protocol(native: string, words: string): FamilyReply[] {
  const [sub_code = '', ...rest] = words.split(' ');
  const error_response = { code: native, msg: rest.join(' ') || words, sub_code, request_id: 'r1' };
  const code = /^\d+$/.test(native) ? native : '999';
  return [{ operation: 'purchase-in.submit', response: replyOf({ error_response: { ...error_response, code } }) }];
}

function business(native: string, words: string): FamilyReply[] {
  const refused = { result: { response_success: false, msg_code: native, msg_info: words }, request_id: 'r1' };
  if (native.startsWith('CODE_CHECK_')) return [codeCheck(native.slice(-1))];
  const nothing = { operation: 'purchase-in.submit', response: replyOf('{"done":true}') };
  return [{ operation: 'purchase-in.submit', response: replyOf(refused) }, ...(native === 'ALIEN' ? [nothing] : [])];
}

/** A refusal that says its reason only by the error types of the codes. */
function codeCheck(type: string): FamilyReply {
  const code_check_error_info = JSON.stringify({ [type]: '81234560000000000017' });
  const result = {
    response_success: false,
    msg_code: 'FAIL',
    msg_info: '',
    operation_info_map: { code_check_error_info },
  };
  return { operation: 'purchase-in.submit', response: replyOf({ result, request_id: 'r1' }) };
}
