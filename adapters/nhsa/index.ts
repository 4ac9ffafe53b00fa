import type { Adapter, Operation } from '../contract/index.ts';
import { goodsEnquiry } from './enquiry.ts';
import { faults } from './faults.ts';
import { manifest } from './manifest.ts';
import { scrub } from './privacy.ts';
import { probe } from './probe.ts';
import { credentialsSchema, identitySchema, settingsSchema } from './settings.ts';
import { settlementFragment } from './settlement-fragment.ts';
import { signIn } from './sign-in.ts';
import { signOut } from './sign-out.ts';
import { goodsSubmission } from './submit.ts';

const operations: readonly Operation[] = [
  signIn,
  signOut,
  goodsSubmission({
    kind: 'retail-sale',
    native: '3505A',
    result: 'sale',
    title: { zh: '商品销售', en: 'Report a sale' },
  }),
  goodsSubmission({
    kind: 'retail-return',
    native: '3506A',
    result: 'return',
    title: { zh: '商品销售退货', en: 'Report a return' },
  }),
  goodsEnquiry('retail-sale'),
  goodsEnquiry('retail-return'),
  probe,
];

/** 医保信息平台, transport T1: JSON envelope over POST behind a CSB gateway. What differs by region is in mappings/nhsa. */
export const nhsaAdapter: Adapter = {
  id: 'nhsa',
  title: { zh: '医保信息平台', en: 'Medical-insurance platform' },
  protocol: 'rest',
  settingsSchema,
  identitySchema,
  credentialsSchema,
  operations: Object.fromEntries(operations.map((operation) => [operation.id, operation])),
  faults,
  login: signIn.id,
  probe: probe.id,
  settlementFragment,
  manifest,
  scrub,
};
