import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { DeliveryInput } from '../../adapters/contract/index.ts';
import { mahSoapAdapter } from '../../adapters/mah-soap/index.ts';
import { build, frozenContext as context, delivery, operation, product } from './mah-soap-support.ts';

describe('report', () => {
  test('a sale goes out exactly so, coded lines only', () => {
    const request = build('retail-sale.submit', delivery());
    expect(request.operation).toBe('Report');
    expect(readFileSync(request.wsdl, 'utf8')).toContain('urn:manufacturer:trace:v1');
    expect(request.args).toEqual({
      messageId: '0f'.repeat(16),
      partnerCode: 'demo-pharmacy-001',
      documentNo: 'XS1',
      documentType: 'SALE',
      occurredAt: '2026-11-22T23:10:05+08:00',
      items: {
        item: [
          {
            lineNo: '1',
            productCode: '06901234567892',
            productName: '阿莫西林<胶囊> & 片',
            lot: 'L1',
            expiresOn: '2027-01-31',
            quantity: '1',
            codes: { code: ['(01)06901234567892(21)A1'] },
          },
          {
            lineNo: '3',
            productCode: 'D2',
            productName: '阿莫西林<胶囊> & 片',
            quantity: '0.5',
            codes: { code: ['81234560000000000001'] },
          },
        ],
      },
    });
    expect(request.attemptIds).toEqual({ messageId: '0f'.repeat(16) });
  });

  test('the elements stand in the order of the WSDL sequence', () => {
    const input = delivery({
      event: { ...delivery().event, original: { documentNo: 'XS0' } },
      ids: { record: { documentNo: 'TH1', documentType: 'RETURN' }, items: [] },
    });
    expect(Object.keys(build('retail-return.submit', input).args)).toEqual([
      'messageId',
      'partnerCode',
      'documentNo',
      'documentType',
      'occurredAt',
      'originalDocumentNo',
      'items',
    ]);
  });

  test('UsernameToken: nonce Base64, created in UTC, digest unless set otherwise', () => {
    expect(build('query', delivery()).security).toEqual({
      username: 'pos-001',
      password: 'demo-mah-secret-1',
      passwordType: 'PasswordDigest',
      nonce: Buffer.from('0f'.repeat(16), 'hex').toString('base64'),
      created: '2026-11-22T16:30:00.123Z',
    });
    expect(build('query', delivery(), { settings: { passwordType: 'PasswordText' } }).security?.passwordType).toBe(
      'PasswordText',
    );
  });

  test('ids are made of the document, the same at every try', () => {
    const ids = (input: DeliveryInput) => operation('retail-sale.submit').businessIds?.(input, context());
    expect(ids(delivery())).toEqual({
      record: { documentNo: 'XS1', documentType: 'SALE' },
      items: [
        { key: 'line-1', ids: { lineNo: '1' } },
        { key: 'line-3', ids: { lineNo: '3' } },
      ],
    });
    expect(ids(delivery({ part: { index: 1, count: 2 } }))?.record.documentNo).toBe(`XS1_${'2'.padStart(41, '0')}`);
    expect(ids(delivery({ event: { ...delivery().event, kind: 'retail-return' } }))?.record.documentType).toBe(
      'RETURN',
    );
  });

  test.each([
    [
      'no coded line',
      delivery({ event: { ...delivery().event, lines: [{ product: product(), quantity: '1', codes: [] }] } }),
      {},
      'NO_CODE_FOR_PLATFORM',
    ],
    ['no partner code', delivery(), { institution: { ...context().institution, identity: {} } }, 'IDENTITY_INCOMPLETE'],
    [
      'no password',
      delivery(),
      { institution: { ...context().institution, credentials: { username: 'x' } } },
      'IDENTITY_INCOMPLETE',
    ],
    ['no stored document number', delivery({ ids: { record: {}, items: [] } }), {}, 'BUSINESS_ID_MISSING'],
    ['no event', undefined, {}, 'EVENT_MISSING'],
  ])('%s is refused before it is sent', (_name, input, changes, code) => {
    expect(() => build('retail-sale.submit', input, changes)).toThrow(
      expect.objectContaining({ name: code === 'IDENTITY_INCOMPLETE' ? 'SetupError' : 'RequestError', code }),
    );
  });
});

describe('masking and catalogue', () => {
  test('password, nonce and user name are masked in XML', () => {
    const xml =
      '<wsse:Username>pos-001</wsse:Username><wsse:Password Type="x#PasswordText">demo-mah-secret-1</wsse:Password><code>81234560000000000001</code>';
    expect(mahSoapAdapter.scrub(xml)).toBe(
      '<wsse:Username>***</wsse:Username><wsse:Password Type="x#PasswordText">***</wsse:Password><code>81234560000000000001</code>',
    );
  });

  test('one code never stands for two categories', () => {
    const byCode = new Map(mahSoapAdapter.faults.map((row) => [row.code, row.category]));
    for (const row of mahSoapAdapter.faults) expect(byCode.get(row.code)).toBe(row.category);
  });
});
