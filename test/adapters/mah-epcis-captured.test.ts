import { describe, expect, test } from '@jest/globals';
import type { RecognisedEvent } from '../../mappings/model/index.ts';
import {
  build,
  delivery,
  documentOf,
  drugTrace,
  eventOf,
  eventsOf,
  fullest,
  gs1,
  institution,
  KEY,
  kinds,
  line,
  opaque,
  product,
  refusal,
  smallest,
} from './mah-epcis-support.ts';

const epcsOf = (...lines: RecognisedEvent['lines']) => eventOf({ ...smallest('sale-out'), lines }).epcList;

describe('a captured document', () => {
  test('of a shipment goes out exactly so', () => {
    const event = { ...fullest('sale-out'), reason: undefined, original: undefined, documentNo: 'CK-1' };
    const { reason: _reason, original: _original, ...plain } = event;
    const request = build('sale-out.submit', delivery(plain));
    expect(request).toMatchObject({ method: 'POST', path: '/capture' });
    expect(request.headers).toEqual({
      'content-type': 'application/json',
      accept: 'application/json, application/problem+json',
      'GS1-EPCIS-Version': '2.0.0',
      'GS1-CBV-Version': '2.0.0',
      'GS1-Capture-Error-Behaviour': 'rollback',
      'X-API-Key': KEY,
    });
    const document = JSON.parse(String(request.body));
    expect(document).toEqual({
      '@context': ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld'],
      id: 'urn:uuid:0f0f0f0f-0f0f-4f0f-8f0f-0f0f0f0f0f0f',
      type: 'EPCISDocument',
      schemaVersion: '2.0',
      creationDate: '2026-11-23T00:30:00+08:00',
      epcisBody: { eventList: [expect.any(Object)] },
    });
    expect(request.attemptIds).toEqual({ documentId: '0f0f0f0f-0f0f-4f0f-8f0f-0f0f0f0f0f0f' });
    const { eventID, ...rest } = document.epcisBody.eventList[0];
    expect(eventID).toBe(delivery(plain).ids.items[0]?.ids.eventId);
    expect(rest).toEqual({
      type: 'ObjectEvent',
      eventTime: '2026-02-28T23:59:59+08:00',
      eventTimeZoneOffset: '+08:00',
      epcList: [
        'https://id.gs1.org/01/06901234567892/21/A%2F1%25%26%3C%22%3F%3E%2B',
        'urn:x-cn-drug-trace:obj:81234560000000000002',
        'urn:x-cn-drug-trace:own:obj:%E6%9C%AC%E5%8E%82%20%E7%A0%81%237',
        'https://id.gs1.org/00/069012340000000016',
        'https://id.gs1.org/01/06901234567892/21/B2',
      ],
      quantityList: [
        { epcClass: 'https://id.gs1.org/01/06901234567892/10/%E6%89%B9%E5%8F%B7%201', quantity: 2.5 },
        { epcClass: 'https://id.gs1.org/01/00000069012341', quantity: expect.any(Number) },
        { epcClass: 'urn:x-cn-drug-trace:class:8123456', quantity: 3 },
        { epcClass: 'urn:x-cn-drug-trace:class:XA01ABD075A002010100483', quantity: 0.5 },
      ],
      action: 'OBSERVE',
      bizStep: 'shipping',
      disposition: 'in_transit',
      readPoint: { id: 'https://id.gs1.org/414/6901234000009/254/12A' },
      bizTransactionList: [{ type: 'desadv', bizTransaction: 'urn:epcglobal:cbv:bt:6901234000009:CK-1' }],
      sourceList: [{ type: 'owning_party', source: 'https://id.gs1.org/417/6901234000016' }],
      destinationList: [{ type: 'owning_party', destination: 'https://id.gs1.org/417/6901234000023' }],
    });
  });

  test('keeps every digit of a quantity, and names no person', () => {
    const body = documentOf(fullest('retail-sale'));
    expect(body).toContain('"quantity":1234567890123456.123456}');
    expect(body).toContain('"quantity":2.50}');
    for (const personal of ['张三', '李四', '11010519491231002X']) expect(body).not.toContain(personal);
  });

  test.each([
    ['retail-sale', 'OBSERVE', 'retail_selling', 'retail_sold', false],
    ['retail-return', 'OBSERVE', 'receiving', 'returned', true],
    ['dispense', 'OBSERVE', 'dispensing', 'dispensed', false],
    ['dispense-return', 'OBSERVE', 'receiving', 'returned', true],
    ['purchase-in', 'OBSERVE', 'receiving', 'in_progress', true],
    ['purchase-return', 'OBSERVE', 'shipping', 'in_transit', false],
    ['sale-out', 'OBSERVE', 'shipping', 'in_transit', false],
    ['sale-return', 'OBSERVE', 'receiving', 'returned', true],
    ['transfer-in', 'OBSERVE', 'receiving', 'in_progress', true],
    ['transfer-out', 'OBSERVE', 'shipping', 'in_transit', false],
    ['stock-count', 'OBSERVE', 'cycle_counting', undefined, true],
    ['stock-adjust', 'OBSERVE', 'cycle_counting', 'unknown', true],
    ['destroy', 'DELETE', 'destroying', 'destroyed', false],
    ['pack', 'ADD', 'packing', 'in_progress', true],
  ] as const)('%s is %s %s %s', (kind, action, bizStep, disposition, stays) => {
    const event = eventOf(smallest(kind));
    expect(event).toMatchObject({ action, bizStep });
    expect(event.disposition).toBe(disposition);
    expect('bizLocation' in event).toBe(stays);
    expect(kinds).toHaveLength(14);
  });

  test.each([
    ['purchase-return', 'recall', 'shipping', 'recalled', 'OBSERVE'],
    ['sale-return', 'damage', 'receiving', 'damaged', 'OBSERVE'],
    ['stock-adjust', 'loss', 'cycle_counting', 'unknown', 'OBSERVE'],
    ['stock-adjust', 'scrap', 'decommissioning', 'disposed', 'DELETE'],
    ['stock-adjust', 'inspection', 'sampling', 'non_sellable_other', 'OBSERVE'],
    ['stock-adjust', 'other-out', 'other', 'unknown', 'OBSERVE'],
  ] as const)('%s for %s is %s %s %s', (kind, reason, bizStep, disposition, action) => {
    expect(eventOf({ ...smallest(kind), reason })).toMatchObject({ bizStep, disposition, action });
  });

  test('of a return names its own document as rma, and the original', () => {
    const { bizTransactionList } = eventOf({ ...smallest('retail-return'), original: { documentNo: 'XS-0' } });
    expect(bizTransactionList).toEqual([
      { type: 'rma', bizTransaction: 'urn:epcglobal:cbv:bt:6901234000009:XS1' },
      { bizTransaction: 'urn:epcglobal:cbv:bt:6901234000009:XS-0' },
    ]);
  });

  test('of a sale names neither buyer nor owner', () => {
    const event = eventOf({ ...fullest('retail-sale') });
    expect(event).not.toHaveProperty('destinationList');
    expect(event).not.toHaveProperty('sourceList');
  });

  test('without GLN stands under the URIs of the settings', () => {
    const settings = { locationUri: 'https://mah.example.com/loc/{id}', codeUri: 'https://mah.example.com/obj/{code}' };
    const event = eventOf(smallest('purchase-in'), { institution, settings });
    expect(event).toMatchObject({
      epcList: ['https://mah.example.com/obj/81234560000000000001'],
      bizLocation: { id: 'https://mah.example.com/loc/P43010000001' },
      bizTransactionList: [{ type: 'recadv', bizTransaction: 'urn:x-cn-drug-trace:bt:P43010000001:XS1' }],
      destinationList: [{ type: 'owning_party', destination: 'urn:x-cn-drug-trace:pty:P43010000001' }],
    });
    expect(event).not.toHaveProperty('sourceList');
  });

  test('a counterparty is its GLN where the check digit is right, else its code, else its licence', () => {
    const source = (counterparty: RecognisedEvent['counterparty']) =>
      eventOf({ ...smallest('purchase-in'), ...(counterparty && { counterparty }) }).sourceList;
    expect(source({ name: 'x', code: '6901234000023' })).toMatchObject([
      { source: 'https://id.gs1.org/417/6901234000023' },
    ]);
    expect(source({ name: 'x', code: '6901234000024' })).toMatchObject([
      { source: 'urn:x-cn-drug-trace:pty:6901234000024' },
    ]);
    expect(source({ name: 'x', licenceNo: '湘1' })).toMatchObject([{ source: 'urn:x-cn-drug-trace:pty:%E6%B9%981' }]);
    expect(source({ name: 'x' })).toBeUndefined();
  });

  test('a mistyped GLN of our own stops before sending', () => {
    for (const identity of [{ gln: '6901234000008' }, { gln: '6901234000009', partyGln: '6901234000017' }])
      expect(refusal(() => documentOf(smallest('purchase-in'), { institution: { ...institution, identity } }))).toBe(
        'IDENTITY_INVALID',
      );
  });

  test('names an object once, however often it was scanned', () => {
    expect(epcsOf(line(gs1('A')), line(gs1('A'), drugTrace('81234560000000000001')))).toHaveLength(2);
  });

  test.each([
    ['00069012340000000016', 'https://id.gs1.org/00/069012340000000016'],
    ['(00)069012340000000016', 'https://id.gs1.org/00/069012340000000016'],
    ['00069012340000000017', 'urn:x-cn-drug-trace:own:obj:00069012340000000017'],
    ['91234560000000000001', 'urn:x-cn-drug-trace:own:obj:91234560000000000001'],
    ['a:b/c', 'urn:x-cn-drug-trace:own:obj:a%3Ab%2Fc'],
  ])('the code %s is %s', (value, uri) => {
    expect(epcsOf(line(opaque(value)))).toEqual([uri]);
  });

  test.each([
    [
      'no codes, no class',
      { ...smallest('sale-out'), lines: [{ product: product(), quantity: '1', codes: [] }] },
      'NO_CODE_FOR_PLATFORM',
    ],
    [
      'a pack that lies in none',
      { ...smallest('pack'), lines: [line(drugTrace('81234560000000000001'))] },
      'PACK_WITHOUT_PARENT',
    ],
    ['a code that is a way up', { ...smallest('sale-out'), lines: [line(opaque('..'))] }, 'CODE_NOT_EXPRESSIBLE'],
    ['half a character', { ...smallest('sale-out'), lines: [line(opaque('\ud83d'))] }, 'CODE_NOT_EXPRESSIBLE'],
  ])('%s is refused before anything is sent', (_name, event, code) => {
    expect(refusal(() => delivery(event))).toBe(code);
  });
});

describe('packs', () => {
  const big = '84444560000000000001';
  const middle = '83333330000000000001';

  test('each parent is an event of its own; the outermost is nobody’s child', () => {
    const lines = [
      line(
        drugTrace('81234560000000000001', { parent: middle }),
        drugTrace('81234560000000000002', { parent: middle }),
      ),
      line(drugTrace(middle, { parent: big }), drugTrace(big)),
    ];
    expect(eventsOf({ ...smallest('pack'), lines })).toMatchObject([
      {
        type: 'AggregationEvent',
        parentID: `urn:x-cn-drug-trace:obj:${middle}`,
        childEPCs: ['urn:x-cn-drug-trace:obj:81234560000000000001', 'urn:x-cn-drug-trace:obj:81234560000000000002'],
      },
      { parentID: `urn:x-cn-drug-trace:obj:${big}`, childEPCs: [`urn:x-cn-drug-trace:obj:${middle}`] },
    ]);
  });

  test('those that the repository holds are not sent again', () => {
    const lines = [line(gs1('A', { parent: middle })), line(gs1('B', { parent: big }))];
    const input = { ...delivery({ ...smallest('pack'), lines }), settledItems: ['event-1'] };
    const { epcisBody } = JSON.parse(String(build('pack.submit', input).body));
    expect(epcisBody.eventList).toMatchObject([{ parentID: `urn:x-cn-drug-trace:obj:${big}` }]);
    const all = { ...input, settledItems: ['event-1', 'event-2'] };
    expect(refusal(() => build('pack.submit', all))).toBe('NOTHING_LEFT');
  });
});
