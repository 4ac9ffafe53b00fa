import { describe, expect, test } from '@jest/globals';
import type { CallContext, DeliveryInput } from '../../adapters/contract/index.ts';
import { epcUrns } from '../../adapters/mah-epcis/epc-urn.ts';
import type { RecognisedEvent } from '../../mappings/model/index.ts';
import {
  build,
  context,
  delivery,
  dialect,
  eventOf,
  fullest,
  gs1,
  institution,
  line,
  operation,
  refusal,
  smallest,
} from './mah-epcis-support.ts';

describe('event ids', () => {
  const idOf = (event: RecognisedEvent, changes: Partial<CallContext> = {}, more: Partial<DeliveryInput> = {}) => {
    const input = { ...delivery(event, changes), ...more };
    return operation(`${event.kind}.submit`).businessIds?.(input, context(changes)).items[0]?.ids.eventId;
  };

  test('follow from the document alone', () => {
    // Python: uuid.uuid5(namespace, '["P43010000001","retail-sale","XS1",0,1,"document"]')
    const id = idOf(smallest('retail-sale'));
    expect(id).toBe('urn:uuid:dead46ab-012a-54f8-b9a5-ba0b2126e922');
    expect(idOf(smallest('retail-sale'), { now: 1, settings: { codeUri: 'urn:aa:{code}' }, institution })).toBe(id);
    expect(idOf(fullest('retail-sale'))).not.toBe(id);
    expect(idOf(smallest('retail-return'))).not.toBe(id);
    expect(idOf(smallest('retail-sale'), {}, { part: { index: 1, count: 2 } })).not.toBe(id);
  });

  test('are asked for where dispatch has none, or has those of another division', () => {
    const input = delivery(smallest('retail-sale'));
    expect(refusal(() => build('retail-sale.submit', { ...input, ids: { record: {}, items: [] } }))).toBe(
      'BUSINESS_ID_MISSING',
    );
    const many = delivery(
      { ...smallest('retail-sale'), lines: [line(gs1('A')), line(gs1('B'))] },
      { profile: dialect({ eventPer: 'line' }) },
    );
    expect(many.ids.items).toHaveLength(2);
    expect(refusal(() => build('retail-sale.submit', many))).toBe('BUSINESS_ID_MISMATCH');
  });
});

describe('EPC URNs', () => {
  // Worked examples of the Tag Data Standard 2.0 and of the EPCIS examples: GTIN 80614141123458, SSCC 106141412345678908, GLN 0614141123452.
  const urns = epcUrns(['0614141']);

  test('are divided after the company prefix', () => {
    expect(urns.item('80614141123458', '6789')).toBe('urn:epc:id:sgtin:0614141.812345.6789');
    expect(urns.item('80614141123458', '32a/b')).toBe('urn:epc:id:sgtin:0614141.812345.32a%2Fb');
    expect(urns.logisticUnit('106141412345678908')).toBe('urn:epc:id:sscc:0614141.1234567890');
    expect(urns.place('0614141123452', '32a/b')).toBe('urn:epc:id:sgln:0614141.12345.32a%2Fb');
    expect(urns.place('0614141123452', undefined)).toBe('urn:epc:id:sgln:0614141.12345.0');
    expect(urns.party('0614141123452')).toBe('urn:epc:id:pgln:0614141.12345');
    expect(urns.productClass('80614141123458', 'L"%1')).toBe('urn:epc:class:lgtin:0614141.812345.L%22%251');
    expect(urns.productClass('80614141123458', undefined)).toBe('urn:epc:idpat:sgtin:0614141.812345.*');
  });

  test('take the longest prefix that fits, and refuse where none does', () => {
    expect(epcUrns(['0614', '061414112']).party('0614141123452')).toBe('urn:epc:id:pgln:061414112.345');
    expect(refusal(() => epcUrns(['6901234']).party('0614141123452'))).toBe('COMPANY_PREFIX_UNKNOWN');
  });

  test('a partner whose prefix nobody knows is named by the URI of the settings', () => {
    const event = { ...smallest('sale-out'), counterparty: { name: 'x', code: '0614141123452' } };
    expect(eventOf(event, { profile: dialect({ epcForm: 'urn' }) }).destinationList).toMatchObject([
      { destination: 'urn:x-cn-drug-trace:pty:0614141123452' },
    ]);
  });
});
