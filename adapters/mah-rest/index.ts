import type { Adapter } from '../contract/index.ts';
import { faults } from './faults.ts';
import { kinds } from './kinds.ts';
import { scrub } from './privacy.ts';
import { probe, query } from './query.ts';
import { credentialsSchema, identitySchema, settingsSchema } from './settings.ts';
import { submitOperation } from './submit.ts';

const operations = [...kinds.map(submitOperation), query, probe];

/** A manufacturer's (MAH) own trace service as JSON over HTTPS, signed with key, timestamp, nonce and digest as its profile says. */
export const mahRestAdapter: Adapter = {
  id: 'mah-rest',
  title: { zh: '上市许可持有人追溯系统(REST)', en: "Manufacturer's trace system (REST)" },
  protocol: 'rest',
  settingsSchema,
  identitySchema,
  credentialsSchema,
  operations: Object.fromEntries(operations.map((operation) => [operation.id, operation])),
  faults,
  probe: probe.id,
  manifest: {
    interfaceVersion: 'by profile',
    sources: [
      "the manufacturer's own interface document, named by the profile's `source`",
      'RFC 2104 (HMAC)',
      'GB/T 32905-2016 (SM3)',
    ],
    undo: {
      zh: '接口没有撤销;以退货单据冲正',
      en: 'The interface knows no withdrawal; correct by a return document',
    },
    open: [
      'digest, signing string, places and names: constants of the profile',
      'pollAfterMs: how long a report stays pending is not published',
      'resend: unsafe, because whether a repeated document number is recognised is for each manufacturer to say; a profile sets `keyed` once it is known',
      'trace codes of GS1 products go out in the form (01)gtin(21)serial',
    ],
  },
  scrub,
};
