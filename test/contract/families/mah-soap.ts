import type { NativeResponse } from '../../../adapters/contract/index.ts';
import { selfSigned } from '../../adapters/self-signed.ts';
import { type ContractFamily, type FamilyReply, replyOf } from '../family.ts';

const partner = selfSigned('demo-pharmacy-001');
const isSigned = (profile: { readonly id: string }) => profile.id === 'mah-soap/trace2';

/** Digits stand in the manufacturer's result, `T…` in that of the second one; all other codes come as SOAP faults. */
export const family: ContractFamily = {
  account: (profile) => ({
    identity: { partnerCode: 'demo-pharmacy-001' },
    credentials: isSigned(profile) ? { ...partner } : { username: 'pos-001', password: 'demo-mah-secret-1' },
  }),
  settings: (profile) => (isSigned(profile) ? { security: 'x509' } : {}),
  simulator: (profile) =>
    isSigned(profile)
      ? { style: 'trace2', certificates: [{ partnerCode: 'demo-pharmacy-001', certificate: partner.certificate }] }
      : {},
  door: (profile) => (isSigned(profile) ? 'SOAP 1.2, X.509 signature' : 'WS-Security UsernameToken'),
  replies: (native, words, { context }) => (isSigned(context.profile) ? second(native, words) : first(native, words)),
};

function first(native: string, words: string): readonly FamilyReply[] {
  if (native === 'ALIEN') return [{ operation: 'retail-sale.submit', response: result('reportResult', '<Done/>') }];
  if (!/^\d+$/.test(native)) return [{ operation: 'retail-sale.submit', response: fault(native, words) }];
  const xml = `<Result><Code>${native}</Code><Message>${words}</Message></Result>`;
  return [
    { operation: 'retail-sale.submit', response: result('reportResult', xml) },
    { operation: 'query', response: result('queryResult', xml) },
  ];
}

function second(native: string, words: string): readonly FamilyReply[] {
  if (!/^T\d+$/.test(native)) return [{ operation: 'sale-out.submit', response: fault(native, words) }];
  const body = (name: string) =>
    `<e:Envelope xmlns:e="urn:e"><e:Body><${name} result="ERR" code="${native}" text="${words}"/></e:Body></e:Envelope>`;
  return [
    { operation: 'sale-out.submit', response: { ...replyOf(body('SubmitAck')), soap: { result: {} } } },
    { operation: 'query', response: { ...replyOf(body('InquireAck')), soap: { result: {} } } },
  ];
}

function fault(native: string, words: string): NativeResponse {
  return { ...replyOf('<fault/>', 500), soap: { faultCode: `soap:${native}`, faultString: words } };
}

function result(field: string, text: string): NativeResponse {
  return { ...replyOf('<envelope/>'), soap: { result: { [field]: text } } };
}
