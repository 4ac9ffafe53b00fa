import type { Adapter } from '../contract/index.ts';
import { faults } from './faults.ts';
import { scrub } from './privacy.ts';
import { probe, query } from './query.ts';
import { reportOperation } from './report.ts';
import { credentialsSchema, identitySchema, settingsSchema } from './settings.ts';

const operations = [
  reportOperation({ id: 'retail-sale.submit', kind: 'retail-sale', title: { zh: '零售上报', en: 'Report of a sale' } }),
  reportOperation({
    id: 'retail-return.submit',
    kind: 'retail-return',
    title: { zh: '退货上报', en: 'Report of a return' },
  }),
  query,
  probe,
];

/** A manufacturer's (MAH) own trace service over SOAP, described by wsdl/manufacturer-trace.wsdl. */
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
    interfaceVersion: 'manufacturer-trace v1',
    sources: ['wsdl/manufacturer-trace.wsdl', 'OASIS WSS UsernameToken Profile 1.1', 'SOAP 1.1 §4.4'],
    undo: {
      zh: '接口没有撤销;以 RETURN 单据冲正',
      en: 'The interface knows no withdrawal; correct by a RETURN document',
    },
    open: ['pollAfterMs: how long a report stays PENDING is not published'],
  },
  scrub,
};
