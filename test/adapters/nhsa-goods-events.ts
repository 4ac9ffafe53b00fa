import type { DeliveryInput } from '../../adapters/contract/index.ts';
import type { RecognisedEvent, RecognisedLine } from '../../mappings/model/index.ts';
import { context, operation } from './nhsa-support.ts';

export const supplier = { code: 'W901', name: '演示医药批发有限公司', licenceNo: '湘AA0000001' };

let packs = 0;
export function goodsLine(n: number, changes: Partial<RecognisedLine> = {}): RecognisedLine {
  packs += 1;
  const value = `8385793${String(packs).padStart(13, '0')}`;
  return {
    product: {
      localCode: `SP${n}`,
      localName: '演示感冒灵颗粒',
      nhsaCode: 'ZA09FAG0001010104493',
      approvalNo: '国药准字Z00000001',
      manufacturer: '演示制药有限公司',
    },
    lot: 'L1',
    producedOn: '2026-01-15',
    expiresOn: '2028-01-14',
    quantity: '2',
    unitPrice: '15.80',
    codes: [{ kind: 'drug-trace', raw: value, value, prefix: '8385793' }],
    ...changes,
  };
}

export const withoutCodes: Partial<RecognisedLine> = { codes: [] };

/** What 湖南 wants besides; elsewhere such a key is refused. */
export const invoice = { purc_invo_no: '12345678', purc_invo_file_data: 'JVBERi0xLjQK', purc_invo_file_name: 'a.pdf' };

/** A delivery of the kind, with the numbers that dispatch would have stored. */
export function goods(
  kind: RecognisedEvent['kind'],
  documentNo: string,
  lines: readonly RecognisedLine[],
  changes: Partial<RecognisedEvent> = {},
  at = context(),
): DeliveryInput {
  const bare: DeliveryInput = {
    deliveryId: `019f-${documentNo}`,
    event: {
      kind,
      institution: { code: 'STORE-1', region: '430102' },
      documentNo,
      occurredAt: '2026-07-01T10:00:00+08:00',
      operator: { name: '王库管' },
      counterparty: supplier,
      lines: [...lines],
      ...changes,
    },
    part: { index: 0, count: 1 },
    ids: { record: {}, items: [] },
    settledItems: [],
  };
  const ids = operation(`${kind}.submit`).businessIds?.(bare, at);
  if (ids === undefined) throw new Error('no ids');
  return { ...bare, ids };
}
