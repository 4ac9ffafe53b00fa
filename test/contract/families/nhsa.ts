import type { Profile } from '../../../mappings/engine/index.ts';
import { type ContractFamily, type FamilyReply, type ReplyPlace, replyOf } from '../family.ts';

const account = {
  ak: 'paas-demo-000001',
  sk: 'secret-demo-0001',
  code: 'P43010000001',
  name: '追溯通演示药店一',
  hospCode: '1101010101',
};
/** The sample key of GB/T 32918.5 annex A. */
const sampleKey = '3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8';

/** A reply of the plain envelope: what a code means does not depend on what it is wrapped in. */
const plain = { transport: 'plain', bodyForm: 'json', inputForm: 'object', cainfo: 'none', signIn: '9001' };

export const family: ContractFamily = {
  account: (profile) => ({
    identity: {
      fixmedins_code: account.code,
      fixmedins_name: account.name,
      opter: '001',
      opter_name: '王店员',
      hosp_code: account.hospCode,
    },
    credentials: keysOf(profile, account),
  }),
  settings: () => ({ returnEnquiry: 'conclusive' }),
  session: { sign_no: 'QD0001', token: 'kit-token' },
  simulator: ({ constants }) => ({
    transport: constants.transport,
    paths: constants.paths,
    bodyForm: constants.bodyForm,
    accounts: [account],
    ...(constants.transport === 'plain' && constants.apiKeyHeader && { apiKeyHeader: constants.apiKeyHeader }),
    ...(constants.transport === 'csb' && { dialect: constants.saleResult === 'rows' ? 'hunan' : 'national' }),
    ...(constants.transport !== 'beijing' && { inputForm: constants.inputForm, cainfo: constants.cainfo }),
  }),
  door: ({ constants }) =>
    [
      constants.transport,
      constants.bodyForm,
      constants.paths,
      constants.inputForm,
      constants.cainfo,
      constants.saleResult,
    ].join(' '),
  fit: (event) => ({
    ...event,
    operator: event.operator ?? { name: '王店员' },
    ...(event.kind === 'stock-adjust' && { reason: event.reason ?? 'loss' }),
  }),
  // 3501A of 湖南 has no node for codes.
  tellsCodes: (operation, { resolved }) =>
    resolved.operations?.[operation]?.fields?.drugtracinfo !== undefined || /^purchase/.test(operation),
  // docs/decisions/0022-gs1-codes-at-the-insurance.md
  ledgerCode: ({ kind, value, raw, gtin, serial }, { constants }) => {
    if (kind !== 'gs1') return value;
    const scanned = [...raw.replace(/^\][A-Za-z]\d/, '')].filter((char) => char >= ' ').join('');
    return constants.gs1CodeForm === 'gtin-serial' ? `01${gtin}21${serial}` : scanned;
  },
  replies,
};

/** The credentials that a link of this profile needs for an account of the simulator. */
export function keysOf(
  { constants }: Profile,
  account: { readonly ak: string; readonly sk: string; readonly code: string },
): Record<string, string> {
  const sm2 = constants.cainfo === 'none' ? {} : { sm2_private_key: sampleKey };
  switch (constants.transport) {
    case 'x-tif':
      return { paas_id: account.ak, paas_secret: account.sk, ...sm2 };
    case 'plain':
      if (constants.inputForm === 'enc-data')
        return { app_key: account.ak, app_secret: account.sk, sm2_private_key: sampleKey };
      return { api_key: account.sk, ...sm2 };
    case 'beijing':
      return { sm4_key: account.sk };
    case 'oauth':
      return {
        client_id: account.ak,
        client_secret: account.sk,
        username: account.code,
        password: account.sk,
        sm2_private_key: sampleKey,
      };
    default:
      return { ak: account.ak, sk: account.sk, ...sm2 };
  }
}

function replies(native: string, words: string, { context, input }: ReplyPlace): FamilyReply[] {
  const at = (changes: object) => ({ context: { settings: { ...context.settings, ...plain, ...changes } } });
  const to = (body: unknown, operation = 'retail-sale.submit', changes = {}): FamilyReply => ({
    operation,
    response: replyOf(body),
    ...at(changes),
  });
  const done = (output: unknown) => ({ infcode: 0, inf_refmsgid: 'R1', err_msg: '', output });
  const { saleResultNode = 'result', saleResult } = context.profile.constants;
  const failed = { retRslt: '0', msgRslt: words };
  switch (native) {
    case 'csb:401':
      return [to({ code: 401, message: words })];
    case 'csb:other':
      return [to({ code: 500, message: words })];
    case 'retRslt=0':
      return [
        to(done({ [saleResultNode]: saleResult === 'rows' ? [failed] : failed })),
        to(done({ result: failed })),
        to(done({ selinfoErrDetail: [] }), 'retail-return.submit'),
      ];
    case '3507:gone':
      return [to({ infcode: -1, err_msg: '批次流水号对应的记录不存在', output: null }, 'retail-sale.withdraw')];
    case 'reply:rows-missing':
      return [to(done({ selinfoErrDetail: [] }), 'retail-return.submit')];
    case 'sign-in:refused':
      return [to({ infcode: -1, err_msg: '经办人不符', output: null }, 'sign-in')];
    case 'token:refused': {
      const refused = { ...replyOf({ error: 'invalid_grant' }, 400) };
      return [{ operation: 'sign-in', response: refused, ...at({ transport: 'oauth', signIn: 'token' }) }];
    }
    case 'soap:fault': {
      const fault = `<E:Fault><faultcode>E:Server</faultcode><faultstring>${words}</faultstring></E:Fault>`;
      const body = `<E:Envelope xmlns:E="http://schemas.xmlsoap.org/soap/envelope/"><E:Body>${fault}</E:Body></E:Envelope>`;
      return [to(body, 'retail-sale.submit', { bodyForm: 'soap-json' })];
    }
    case 'reply:unreadable':
      return [to('<html>')];
    case 'reply:undecryptable':
      return [to(done({ result: { retRslt: '1' } }), 'retail-sale.submit', { inputForm: 'sm4' })];
    case 'reply:inconclusive':
      return [lastRow(to(done({ output: [] }), 'retail-return.enquiry', { returnEnquiry: 'inconclusive' }), input)];
    case 'reply:unrecognised':
      return [to(done({}))];
    default:
      return [to({ infcode: /^-?\d+$/.test(native) ? Number(native) : native, err_msg: words, output: null })];
  }
}

/** Rows are asked for one by one: the reply to the last one. */
function lastRow(reply: FamilyReply, { ids }: ReplyPlace['input']): FamilyReply {
  const asked = ids.items.slice(0, -1).map(({ key }) => key);
  return { ...reply, context: { ...reply.context, progress: { asked, held: [] } } };
}
