import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { loadPolicy } from '../../mappings/policy/index.ts';
import { line, sale } from '../intake/event.ts';
import { createApi } from './rig.ts';

let api: Awaited<ReturnType<typeof createApi>>;
beforeAll(async () => {
  api = await createApi({ policy: await loadPolicy() });
});
afterAll(() => api.close());

const certNo = '430102199001011234';
const insured = { settlement: { type: 'insured', person: { certNo, name: '张三丰' } } } as const;
const path = (code: string) => `/v1/codes/${encodeURIComponent(code)}`;

describe('GET /v1/codes/{code}', () => {
  test('shows own documents with the code, found by any scan of the pack, and no person', async () => {
    const codes = [']d20106901234567892172712311021A/B\x1d21S/1'];
    const posted = await api
      .as('a')
      .post('/v1/events')
      .send(sale({ documentNo: 'C-1', lines: [line({ codes })], ...insured }));
    for (const scan of [...codes, '(01)06901234567892(21)S/1']) {
      const reply = await api.as('a').get(path(scan)).expect(200);
      expect(reply.body).toMatchObject({ kind: 'gs1', gtin: '06901234567892', serial: 'S/1' });
      expect(reply.body.events).toMatchObject([
        { eventId: posted.body.id, documentNo: 'C-1', kind: 'retail-sale', lines: [0], split: false },
      ]);
      expect(reply.body.events[0].deliveries).toMatchObject([
        { link: 'hunan', state: posted.body.deliveries[0].state },
      ]);
      expect(reply.text).not.toMatch(/430102199001011234|张三丰/);
    }
  });

  test('is 404 for an unknown code and for a code of another tenant', async () => {
    await api
      .as('a')
      .post('/v1/events')
      .send(sale({ documentNo: 'C-2', lines: [line({ codes: ['OWN-7'] })] }))
      .expect(202);
    await api.as('a').get(path('OWN-7')).expect(200);
    await api.as('b').get(path('OWN-7')).expect(404);
    await api.as('operator').get(path('OWN-7')).expect(404);
    await api.as('a').get(path('OWN-8')).expect(404);
  });

  test('comes in pages', async () => {
    for (const documentNo of ['C-3', 'C-4']) {
      await api
        .as('a')
        .post('/v1/events')
        .send(sale({ documentNo, lines: [line({ codes: ['OWN-9'] })] }))
        .expect(202);
    }
    const first = await api
      .as('a')
      .get(`${path('OWN-9')}?limit=1`)
      .expect(200);
    const second = await api
      .as('a')
      .get(`${path('OWN-9')}?limit=1&cursor=${first.body.cursor}`)
      .expect(200);
    const numbers = [first, second].map(({ body }) => body.events[0].documentNo);
    expect(numbers).toEqual(['C-4', 'C-3']);
    await api
      .as('a')
      .get(`${path('OWN-9')}?cursor=x`)
      .expect(400);
  });
});

describe('decisions of policy', () => {
  const lines = [line({ codes: ['P-1'] }), line({ codes: [] })];

  test('come with the reply and stay with the event', async () => {
    const event = sale({ documentNo: 'D-1', lines, ...insured });
    const posted = await api.as('a').post('/v1/events').send(event).expect(202);
    expect(posted.body.decisions).toMatchObject([
      { rule: 'scan-before-settlement', outcome: 'warn', lines: [1], message: expect.stringMatching(/insured sale/) },
      { rule: 'every-code-collected', outcome: 'warn', lines: [1], source: 'Yibaofa (2025) No. 7, 2025-03-19' },
      { rule: 'receipt-shows-codes', outcome: 'note', lines: [0] },
    ]);
    const read = await api.as('a').get(`/v1/events/${posted.body.id}`).expect(200);
    expect(read.body).toMatchObject({ decisions: posted.body.decisions, warnings: [] });
  });

  test('speak the language asked for', async () => {
    const event = sale({ documentNo: 'D-2' });
    const { body } = await api.as('a').post('/v1/events').set('Accept-Language', 'zh').send(event).expect(202);
    expect(body.decisions).toMatchObject([
      { rule: 'receipt-shows-codes', message: expect.stringMatching(/小票/), source: expect.stringMatching(/医保发/) },
    ]);
  });
});
