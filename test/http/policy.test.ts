import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { compilePolicy, loadPolicy, receipt } from '../../mappings/policy/index.ts';
import { line, recognised, sale } from '../intake/event.ts';
import { createApi } from './rig.ts';

let api: Awaited<ReturnType<typeof createApi>>;
beforeAll(async () => {
  api = await createApi({ policy: await loadPolicy() });
});
afterAll(() => api.close());

const insured = { settlement: { type: 'insured', id: 'S1', visitNo: 'M1' } } as const;

describe('POST /v1/policy/explain', () => {
  test('says of every rule whether it applies, and which condition is not met; stores nothing', async () => {
    const event = sale({
      documentNo: 'E-1',
      lines: [line(), line({ codes: [], noCodeReason: 'herbal-slices' })],
      ...insured,
    });
    const { body } = await api.as('a').post('/v1/policy/explain').set('Accept-Language', 'en').send(event).expect(200);
    const rule = (id: string) => body.items.find((item: { rule: string }) => item.rule === id);
    expect(rule('herbal-slices-exempt')).toMatchObject({
      outcome: 'exempt',
      applies: true,
      lines: [1],
      source: 'NHSA office announcement, 2024-09-30',
    });
    expect(rule('scan-before-settlement')).toMatchObject({ inForce: true, applies: false });
    expect(rule('scan-before-settlement').conditions).toContainEqual({
      name: 'exempt',
      wanted: false,
      fits: true,
      lines: [0],
    });
    const found = await api.as('a').get('/v1/events?documentNo=E-1').expect(200);
    expect(found.body.items).toEqual([]);
  });

  test('an event that could not be accepted is refused with the place', async () => {
    const event = sale({ lines: [line({ codes: ['6924561884074'] })] });
    const { body } = await api.as('a').post('/v1/policy/explain').send(event).expect(422);
    expect(body.errors).toMatchObject([{ pointer: '/lines/0/codes/0', code: 'CODE_IS_GTIN' }]);
  });
});

test('a rule that blocks refuses the event with its own words, line by line', async () => {
  const message = { zh: '本地禁止重复。', en: 'Repeats are forbidden here.' };
  const rules = {
    'no-uncoded': {
      source: { zh: '地方文件', en: 'Local notice' },
      effectiveFrom: '2025-01-01',
      outcome: 'block' as const,
      when: { coded: false },
      message,
    },
  };
  const strict = await createApi({ policy: compilePolicy([{ id: 'p', title: 'P', rules }]) });
  const lines = [line(), line({ codes: [] })];
  const { body } = await strict
    .as('a')
    .post('/v1/events')
    .set('Accept-Language', 'en')
    .send(sale({ documentNo: 'B-1', lines }))
    .expect(422);
  expect(body.errors).toMatchObject([{ pointer: '/lines/1', code: 'BLOCKED_BY_POLICY' }]);
  expect(JSON.stringify(body.errors)).toContain(message.en);
  await strict.close();
});

describe('GET /v1/events/{id}/receipt', () => {
  test('gives the lines to print, cut to the printer, codes in groups', async () => {
    const product = { localCode: 'L1', localName: '阿莫西林胶囊', spec: '0.25g×24粒' };
    const lines = [line({ product, quantity: '1', unit: '盒' })];
    const posted = await api
      .as('a')
      .post('/v1/events')
      .send(sale({ documentNo: 'R-1', lines }))
      .expect(202);
    const { body } = await api.as('a').get(`/v1/events/${posted.body.id}/receipt?columns=24`).expect(200);
    expect(body).toMatchObject({
      required: true,
      lines: [{ product: '阿莫西林胶囊', codes: ['81853 86011 17045 96503'] }],
    });
    expect(body.text).toEqual([
      '阿莫西林胶囊 0.25g×24粒',
      '  数量 1盒',
      '  追溯码',
      '  81853 86011 17045',
      '  96503',
      '追溯码可在国家医保服务平',
      '台APP查询：一次销售为正',
      '常',
    ]);
    await api.as('b').get(`/v1/events/${posted.body.id}/receipt`).expect(404);
  });

  test('cuts no code within an element', () => {
    const event = recognised({ lines: [line({ codes: ['(01)06901234567892(21)SN0000000000000007'] })] });
    const { text } = receipt(event, 26);
    expect(text.slice(2, 5)).toEqual(['  追溯码', '  (01)06901234567892', '  (21)SN0000000000000007']);
  });

  test('prints nothing of a return, nor of a sale that was abandoned', async () => {
    const back = sale({ documentNo: 'R-2', kind: 'retail-return' });
    const returned = await api.as('a').post('/v1/events').send(back).expect(202);
    const printed = await api.as('a').get(`/v1/events/${returned.body.id}/receipt`).expect(200);
    expect(printed.body).toMatchObject({ required: false, text: [] });
    const waiting = sale({ documentNo: 'R-3', settlement: { type: 'insured', awaiting: true } });
    const { id } = (await api.as('a').post('/v1/events').send(waiting).expect(202)).body;
    expect((await api.as('a').get(`/v1/events/${id}/receipt`).expect(200)).body.required).toBe(true);
    await api.as('a').post(`/v1/events/${id}/abandon`).send({ reason: 'left' }).expect(200);
    expect((await api.as('a').get(`/v1/events/${id}/receipt`).expect(200)).body).toMatchObject({
      required: false,
      text: [],
    });
  });
});
