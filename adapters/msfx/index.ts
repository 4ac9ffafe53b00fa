import type { Adapter } from '../contract/index.ts';
import { billStatus } from './bill-status.ts';
import { faults } from './faults.ts';
import { partialResults } from './partial-results.ts';
import { scrub } from './privacy.ts';
import { probe } from './probe.ts';
import { credentialsSchema, identitySchema, settingsSchema } from './settings.ts';
import { uploads } from './uploads.ts';

const operations = [...uploads, billStatus, partialResults, probe];

/** 码上放心, the trace platform run by 阿里健康, for pharmacies (零售药店, lsyd), over the Taobao Open Platform. */
export const msfxAdapter: Adapter = {
  id: 'msfx',
  title: { zh: '码上放心追溯平台(零售药店)', en: '码上放心 trace platform (pharmacies)' },
  protocol: 'rest',
  settingsSchema,
  identitySchema,
  credentialsSchema,
  operations: Object.fromEntries(operations.map((operation) => [operation.id, operation])),
  faults,
  probe: probe.id,
  manifest: {
    interfaceVersion: 'TOP 2.0; alibaba.alihealth.drugtrace.top.lsyd.* of 2025-12',
    sources: [
      'TOP "API调用方法详解"',
      'TOP 错误码一览表',
      'TOP API pages 52554, 52555, 52557 and lsyd.listbillprocesspartsuccess',
    ],
    undo: {
      zh: '平台没有删除接口;以退货单据(116)冲正,或在码上放心后台处理',
      en: 'The platform offers no deletion; correct by a return bill (116) or in the 码上放心 console',
    },
    open: [
      'internal_ent_id: whom bills without another party (111, 205, 214 …) name; here the institution itself',
      'billCodeMaxLength: longest bill_code of uploadretail',
      'pace: 3 uploads and 2 queries per second and AppKey, measured by a user, not published',
      'page_size of the query APIs: highest value not published',
    ],
  },
  scrub,
};
