import type { NativeResponse } from '../../../adapters/contract/index.ts';
import { type ContractFamily, replyOf } from '../family.ts';

/** Codes of the manufacturer's `Result` are digits; all others come as SOAP faults. */
export const family: ContractFamily = {
  account: () => ({
    identity: { partnerCode: 'demo-pharmacy-001' },
    credentials: { username: 'pos-001', password: 'demo-mah-secret-1' },
  }),
  simulator: () => ({}),
  door: () => 'WS-Security UsernameToken',
  replies: (native, words) => {
    if (native === 'ALIEN') return [{ operation: 'retail-sale.submit', response: result('reportResult', '<Done/>') }];
    if (!/^\d+$/.test(native)) {
      const soap = { faultCode: `soap:${native}`, faultString: words };
      return [{ operation: 'retail-sale.submit', response: { ...replyOf('<fault/>', 500), soap } }];
    }
    const xml = `<Result><Code>${native}</Code><Message>${words}</Message></Result>`;
    return [
      { operation: 'retail-sale.submit', response: result('reportResult', xml) },
      { operation: 'query', response: result('queryResult', xml) },
    ];
  },
};

function result(field: string, text: string): NativeResponse {
  return { ...replyOf('<envelope/>'), soap: { result: { [field]: text } } };
}
