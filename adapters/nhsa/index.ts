import type { Adapter, Operation } from '../contract/index.ts';
import { goodsEnquiry, withdrawalEnquiry } from './enquiry.ts';
import { faults } from './faults.ts';
import { allGoods } from './goods.ts';
import { goodsLookups } from './goods-lookups.ts';
import { manifest } from './manifest.ts';
import { scrub } from './privacy.ts';
import { probe } from './probe.ts';
import { credentialsSchema, identitySchema, settingsSchema } from './settings.ts';
import { settlementFragment } from './settlement-fragment.ts';
import { signIn } from './sign-in.ts';
import { signOut } from './sign-out.ts';
import { goodsSubmission } from './submit.ts';
import { virtualCode } from './virtual-code.ts';
import { goodsWithdrawal } from './withdraw.ts';

const operations: readonly Operation[] = [
  signIn,
  ...allGoods.map(goodsSubmission),
  ...allGoods.map(goodsEnquiry),
  ...allGoods.map(goodsWithdrawal),
  ...allGoods.map(withdrawalEnquiry),
  virtualCode,
  ...goodsLookups,
  // Last, because it ends the session that the others need.
  signOut,
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
