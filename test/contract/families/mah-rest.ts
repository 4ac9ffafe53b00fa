import type { ContractFamily } from '../family.ts';
import { replyOf } from '../family.ts';

/** The words in which the demo manufacturer answers; a profile of another manufacturer names its own paths. */
export const family: ContractFamily = {
  account: () => ({
    identity: { partnerCode: 'demo-pharmacy-001' },
    credentials: { appKey: 'demo-app-001', appSecret: 'demo-mah-rest-secret-1' },
  }),
  simulator: () => ({}),
  door: ({ constants }) => `${constants.authPlace} ${constants.digest}`,
  replies: (native, words, { context }) => {
    if (native === 'ALIEN') return [{ operation: 'retail-sale.submit', response: replyOf('{"done":true}') }];
    const { codePath = '', messagePath = '', codeForm } = context.profile.constants;
    const code = codeForm === 'number' ? Number(native) : native;
    const response = replyOf(Object.assign(at(codePath, code), at(messagePath, words)));
    return ['retail-sale.submit', 'query'].map((operation) => ({ operation, response }));
  },
};

/** @returns an object that has the value at a dotted path. */
function at(path: string, value: unknown): object {
  return path.split('.').reduceRight((inner: unknown, name) => ({ [name]: inner }), value) as object;
}
