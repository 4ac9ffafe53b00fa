import { expect, test } from '@jest/globals';
import { nhsaAdapter } from '../../adapters/nhsa/index.ts';
import { rehearse } from '../../gateway/dispatch/index.ts';
import type { Settlement } from '../../mappings/model/index.ts';
import { context, event, hunan, NOW, national } from '../adapters/nhsa-support.ts';
import { fakeRuntime } from './fake-platform.ts';

const { institution } = context();

function rehearsed(
  settlement: Settlement,
  profile = national,
  more: Parameters<typeof event>[1] = {},
  as = institution,
) {
  const runtime = { ...fakeRuntime('n', () => ({ type: 'ok' })), adapter: nhsaAdapter, profile };
  const delivery = {
    ...{
      id: '019f',
      eventId: '019e',
      tenant: 't',
      institution: 'STORE-1',
      kind: 'retail-sale' as const,
      documentNo: 'XS1',
    },
    ...{ link: 'n', operation: 'retail-sale.submit', primary: true, part: { index: 0, count: 1 }, lines: [0] },
    ...{ state: 'held' as const, attempts: 0, enquiries: 0, duplicate: false, partial: false, items: [], codes: [] },
    ...{ createdAt: NOW, updatedAt: NOW },
    event: event(1, { settlement, ...more }),
  } as const;
  return rehearse(runtime, delivery, as, NOW)?.inputPath;
}

const settled = { type: 'insured', id: 'S1', visitNo: 'M1' } as const;

test('tells what a profile refuses of the event, and sends nothing', () => {
  expect(rehearsed({ ...settled, person: { no: 'P1' } })).toBe('settlement.person.region');
  expect(rehearsed({ ...settled, person: { no: 'P1', region: '430100' } })).toBeUndefined();
  const stated = { extensions: { nhsa: { insuplc_admdvs: '430100' } } };
  expect(rehearsed({ ...settled, person: { no: 'P1' } }, national, stated)).toBeUndefined();
  // 湖南: for 异地 only.
  expect(rehearsed({ type: 'self-pay', person: { no: 'P1' } }, hunan)).toBeUndefined();
});

test('a key that the institution lacks is for the run to find', () => {
  expect(rehearsed(settled, national, {}, { ...institution, credentials: {} })).toBeUndefined();
});
