import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createApi } from './rig.ts';

let api: Awaited<ReturnType<typeof createApi>>;
beforeAll(async () => {
  api = await createApi();
});
afterAll(() => api.close());

const recognise = (codes: unknown) => api.as('a').post('/v1/codes/recognise').send({ codes });

test('answers text by text, in the order sent, with warnings that say what to do', async () => {
  const raw = '\ufeff(01)06901234567892(17)280131(21)1234';
  const { body } = await recognise(['81853860111704596503', raw, '6924561884074', 'LOG2026ABC0001', '']).expect(200);
  expect(body.items).toMatchObject([
    { kind: 'drug-trace', confidence: 'certain', parts: { prefix: '8185386' }, warnings: [] },
    {
      kind: 'gs1',
      raw,
      rawHex: Buffer.from(raw).toString('hex'),
      parts: { gtin: '06901234567892', serial: '1234', expiresOn: '2028-01-31' },
      warnings: [{ code: 'INVISIBLE_REMOVED', message: expect.stringContaining('byte order mark') }],
    },
    { kind: 'gtin', identifies: 'product' },
    { kind: 'opaque', ambiguous: true, alternatives: [{ kind: 'manufacturer-code' }, { kind: 'logistics-code' }] },
    { kind: 'blank' },
  ]);
});

test('says which product and pack level the catalogue knows behind a code', async () => {
  const row = { prefix: '8123456', packLevel: 'small', gtin: '6901234567892', localName: '演示阿莫西林胶囊' };
  await api
    .as('operator')
    .put('/v1/catalogue/products')
    .send({ ...row, source: 'a test', validFrom: '2025-01-01' });
  const { body } = await recognise(['81234560000000010001', '06901234567892', '89990000000000000001']).expect(200);
  const product = { name: '演示阿莫西林胶囊', packLevel: 'small', prefix: '8123456' };
  expect(body.items).toMatchObject([{ products: [product] }, { products: [product] }, { parts: { special: true } }]);
  expect(body.items[2].products).toBeUndefined();
});

test('takes 10,000 texts and says so when there are more', async () => {
  const codes = Array.from({ length: 10_000 }, (_, index) => `8185386${String(index).padStart(13, '0')}`);
  expect((await recognise(codes).expect(200)).body.items).toHaveLength(10_000);
  const tooMany = await recognise([...codes, '1']).expect(422);
  expect(tooMany.body.errors).toMatchObject([{ pointer: '/codes' }]);
});
