import type { Adapter } from '../contract/index.ts';
import { faults } from './faults.ts';
import { kinds } from './kinds.ts';
import { scrub } from './privacy.ts';
import { credentialsSchema, identitySchema, settingsSchema } from './settings.ts';
import { eventStatus, probe } from './status.ts';
import { submitOperation } from './submit.ts';

const operations = [...kinds.map(submitOperation), eventStatus, probe];

/** Provincial 药监 collection of trace data: JSON over HTTPS, an event id per report, digests both ways; the rest by profile. */
export const regulatorJsonAdapter: Adapter = {
  id: 'regulator-json',
  title: { zh: '药监追溯信息采集(JSON)', en: "Regulator's trace data collection (JSON)" },
  protocol: 'rest',
  settingsSchema,
  identitySchema,
  credentialsSchema,
  operations: Object.fromEntries(operations.map((operation) => [operation.id, operation])),
  faults,
  probe: probe.id,
  manifest: {
    interfaceVersion: 'by profile: DB14/T 3290-2025, or the envelope of 药品追溯协同服务平台',
    sources: [
      'DB14/T 3290-2025 药品追溯信息采集技术要求',
      'NMPAB/T 1010 药品追溯数据交换基本技术要求',
      'GM/T 0004-2012 (SM3)',
      'TOP API 46294 alibaba.cfda.xtpt.app.accept.info',
    ],
    undo: {
      zh: '没有公开的撤销接口;以退货事件冲正',
      en: 'No withdrawal is published; correct by a return event',
    },
    open: [
      'digest, signing string, places, field names and codes: constants and tables of the profile, whose `open` lists what is assumed',
      'resend: unsafe, because whether a repeated event id is recognised is not published; a profile sets `keyed` once it is',
      'event-status: whether an enquiry exists is not published; without one, unknown outcomes are parked',
      'pollAfterMs: how long processing takes is not published',
    ],
  },
  scrub,
};
