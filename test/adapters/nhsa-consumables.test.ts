import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { DeliveryInput, InstitutionContext } from '../../adapters/contract/index.ts';
import { nhsaAdapter } from '../../adapters/nhsa/index.ts';
import { readRow } from '../../adapters/nhsa/simulator/goods-row.ts';
import { goodsTables } from '../../adapters/nhsa/simulator/tables.ts';
import { loadProfiles } from '../../mappings/engine/index.ts';
import type { RecognisedEvent } from '../../mappings/model/index.ts';

const beijing = (await loadProfiles()).get('nhsa/110000-beijing');
if (beijing === undefined) throw new Error('no profile of Beijing');
const { event, institution: shop } = JSON.parse(readFileSync('mappings/nhsa/examples/otc-sale.json', 'utf8')) as {
  event: RecognisedEvent;
  institution: InstitutionContext;
};
const institution = { ...shop, credentials: {}, identity: { ...shop.identity, hosp_code: '1101010101' } };

/** The first line of the sale as a drug, as a consumable with its UDI, and as a product without a 医保 code. */
function lines() {
  const [line] = event.lines;
  if (line === undefined) throw new Error('a sale without lines');
  const { nhsaCode: _, ...product } = line.product;
  const udi = { kind: 'gs1' as const, raw: '010690123456789221A1', value: '(01)06901234567892(21)A1' };
  return [
    line,
    {
      ...line,
      product: { ...product, nhsaCode: 'C0101010010100000001' },
      codes: [{ ...udi, gtin: '06901234567892', serial: 'A1' }],
    },
    { ...line, product },
  ];
}

describe('consumables at Beijing', () => {
  const input: DeliveryInput = {
    deliveryId: 'd-1',
    event: { ...event, lines: lines() },
    part: { index: 0, count: 1 },
    ids: { record: {}, items: [] },
    settledItems: [],
  };
  const ids = nhsaAdapter.operations['retail-sale.submit']?.businessIds?.(input, {
    institution,
    settings: {},
    profile: beijing,
  });
  const itemIds = ids?.items.map((item) => item.ids) ?? [];
  const { selinfoDetail } = beijing.map('retail-sale.submit', {
    event: input.event,
    institution,
    ids: {},
    itemIds,
    call: {},
  });
  const rows = selinfoDetail as ReadonlyArray<Readonly<Record<string, unknown>>>;

  test('are reported as such, in item_type and in the number of the row', () => {
    expect(rows.map(({ item_type }) => item_type)).toEqual(['0', '3', '0']);
    expect(rows.map(({ fixmedins_bchno }) => String(fixmedins_bchno).slice(18, 20))).toEqual(['00', '03', '00']);
  });

  test('stay drugs in a row whose number was stored before they were told apart: number and item_type agree', () => {
    const stored = itemIds.map((ids) => ({
      fixmedins_bchno: ids.fixmedins_bchno?.replace(/03(.{10})$/, '00$1') ?? '',
    }));
    const call = { event: input.event, institution, ids: {}, itemIds: stored, call: {} };
    const mapped = beijing.map('retail-sale.submit', call).selinfoDetail as typeof rows;
    expect(mapped.map(({ item_type }) => item_type)).toEqual(['0', '0', '0']);
    expect(mapped.map((row) => readRow(row, 'sale', goodsTables.beijing).complaint)).toEqual(Array(3).fill(undefined));
  });

  test('are taken so by the simulator, which refuses a row whose number says otherwise', () => {
    const { beijing: tables } = goodsTables;
    expect(rows.map((row) => readRow(row, 'sale', tables).complaint)).toEqual([undefined, undefined, undefined]);
    expect(readRow({ ...rows[1], item_type: '0' }, 'sale', tables).complaint).toContain('与[item_type]不符');
  });
});
