import type { Adapter } from '../contract/index.ts';
import { faults } from './faults.ts';
import { kinds } from './kinds.ts';
import { scrub } from './privacy.ts';
import { probe, query } from './query.ts';
import { reportOperation } from './report.ts';
import { credentialsSchema, identitySchema, settingsSchema } from './settings.ts';

const operations = [...kinds.map(reportOperation), query, probe];

/** A manufacturer's (MAH) own trace service over SOAP: any WSDL that a profile brings, its operations, arguments and results by profile. */
export const mahSoapAdapter: Adapter = {
  id: 'mah-soap',
  title: { zh: '上市许可持有人追溯系统(SOAP)', en: "Manufacturer's trace system (SOAP)" },
  protocol: 'soap',
  settingsSchema,
  identitySchema,
  credentialsSchema,
  operations: Object.fromEntries(operations.map((operation) => [operation.id, operation])),
  faults,
  probe: probe.id,
  manifest: {
    interfaceVersion: 'by profile: the WSDL beside it',
    sources: [
      'the WSDL beside each profile (mappings/mah)',
      'OASIS WSS UsernameToken Profile 1.1',
      'OASIS WSS X.509 Certificate Token Profile 1.1',
      'SOAP 1.1 §4.4',
      'SOAP 1.2 part 1 §5.4',
    ],
    undo: {
      zh: '接口没有撤销;以退货单据冲正',
      en: 'The interface knows no withdrawal; correct by a return document',
    },
    open: [
      'operations, arguments and results: tables and constants of the profile; no manufacturer has published its own',
      'resend: unsafe, because whether a repeated document number is recognised is for each manufacturer to say; a profile sets `keyed` once it is known',
      'pollAfterMs: how long a report stays PENDING is not published',
    ],
  },
  scrub,
};
