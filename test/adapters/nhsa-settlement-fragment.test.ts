import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { IdContext, InstitutionContext } from '../../adapters/contract/index.ts';
import { nhsaAdapter } from '../../adapters/nhsa/index.ts';
import { loadProfiles } from '../../mappings/engine/index.ts';
import type { RecognisedEvent } from '../../mappings/model/index.ts';

const profiles = await loadProfiles();
const { event: sale, institution } = JSON.parse(readFileSync('mappings/nhsa/examples/insured-sale.json', 'utf8')) as {
  event: RecognisedEvent;
  institution: Omit<InstitutionContext, 'credentials'>;
};

function settled(profileId: string, more: Partial<RecognisedEvent> = {}, settings: IdContext['settings'] = {}) {
  const profile = profiles.get(profileId);
  if (profile === undefined) throw new Error(profileId);
  const context = { institution: { ...institution, credentials: {} }, settings, profile };
  return nhsaAdapter.settlementFragment?.({ ...sale, ...more }, context);
}

function fragment(...[profileId, more, settings]: Parameters<typeof settled>) {
  return settled(profileId, more, settings)?.fragment;
}

const withCodes = (packLevel: 'small' | 'large' | undefined, nhsaCode = 'XA01', count = 1) => ({
  product: { localCode: 'L', localName: 'x', nhsaCode },
  quantity: '1',
  codes: Array.from({ length: count }, (_, index) => ({
    kind: 'opaque' as const,
    raw: `${nhsaCode}${packLevel}${index}`,
    value: `${nhsaCode}${packLevel}${index}`,
    ...(packLevel === undefined ? {} : { packLevel }),
  })),
});

describe('what the till puts into its own settlement', () => {
  test('names each code with the row it belongs to and whether the pack was split', () => {
    expect(fragment('nhsa/national')).toEqual({
      drug_trac_info: [
        { feedetl_sn: '1', drug_trac_codg: '81234560000000000001', trdn_flag: '1' },
        { feedetl_sn: '2', drug_trac_codg: '01069012345678921727123110A213B121SN0000123456', trdn_flag: '0' },
      ],
      minpacunt_drug_trac_cnt: '2',
      mcs_trac_cnt: '0',
    });
  });

  test('is spelt as Hunan prints it, without the counters of a later version', () => {
    const spelt = fragment('nhsa/430000-hunan');
    expect(Object.keys(spelt ?? {})).toEqual(['durg_trac_info']);
    expect(JSON.stringify(spelt)).toContain('010690123456789221SN0000123456');
  });

  test('takes a whole GS1 code in Hunan: C100 in 2102, unlike 3505A', () => {
    const serial = 'S'.repeat(20);
    const long = { kind: 'gs1' as const, raw: 'x', value: 'x', gtin: '06901234567892', serial };
    const lines = [{ ...withCodes('small'), codes: [long] }];
    expect(JSON.stringify(fragment('nhsa/430000-hunan', { lines }))).toContain(`010690123456789221${serial}`);
  });

  test('of a hospital is the counters: 2207 and 2304 have no node for codes', () => {
    expect(settled('nhsa/national', { kind: 'dispense' })).toEqual({
      fragment: { minpacunt_drug_trac_cnt: '2', mcs_trac_cnt: '0' },
      placement: { minpacunt_drug_trac_cnt: '2207 / 2304 header node', mcs_trac_cnt: '2207 / 2304 header node' },
    });
    expect(() => fragment('nhsa/430000-hunan', { kind: 'dispense' })).toThrow(
      /dispense are not known to take codes in 湖南/,
    );
  });

  test('of a hospital in Hubei has codes with their pack type at the top of 2207, of a pharmacy the plain node of 2102', () => {
    expect(settled('nhsa/420000-hubei', { kind: 'dispense' })).toMatchObject({
      fragment: { drug_trac_info: [{ feedetl_sn: '1', min_prcunt_type: '2' }, {}] },
      placement: { drug_trac_info: '2207 input' },
    });
    expect(fragment('nhsa/420000-hubei')).toEqual(fragment('nhsa/national'));
  });

  test.each([...profiles.keys()].filter((id) => id.startsWith('nhsa/')))('%s says where each key belongs', (id) => {
    for (const kind of ['retail-sale', 'dispense'] as const) {
      const operation = `settlement-fragment.${kind === 'dispense' ? 'dispense' : 'retail'}`;
      if (!profiles.get(id)?.operations.includes(operation)) continue;
      const { fragment = {}, placement = {} } = settled(id, { kind }) ?? {};
      expect(Object.keys(placement)).toEqual(Object.keys(fragment));
      expect(Object.values(placement)).not.toContain('');
    }
  });

  test('writes GS1 codes in the form that the link is set to', () => {
    const set = fragment('nhsa/national', {}, { gs1CodeForm: 'gtin-serial' });
    expect(JSON.stringify(set)).toContain('"010690123456789221SN0000123456"');
  });

  test('keeps the numbers of the lines when some have no codes, and counts smallest packs and consumables', () => {
    const bare = { ...withCodes('small'), codes: [] };
    const lines = [bare, withCodes(undefined), withCodes('large'), withCodes('small', 'C0201', 2), withCodes('small')];
    const counted = fragment('nhsa/national', { lines });
    expect(counted).toMatchObject({ minpacunt_drug_trac_cnt: '2', mcs_trac_cnt: '2' });
    const numbers = ['2', '3', '4', '4', '5'].map((feedetl_sn) => expect.objectContaining({ feedetl_sn }));
    expect(counted?.drug_trac_info).toEqual(numbers);
  });

  test('is refused where nothing is settled so: a return, a purchase, a region without it', () => {
    expect(() => fragment('nhsa/national', { kind: 'retail-return' })).toThrow(/only a sale/);
    expect(() => fragment('nhsa/110000-beijing')).toThrow(/北京/);
  });

  test('names the field that the platform would refuse', () => {
    const gs1 = { kind: 'gs1' as const, raw: 'x', value: 'x' };
    const lines = [{ ...withCodes('small'), codes: [gs1] }];
    expect(() => fragment('nhsa/430000-hunan', { lines })).toThrow(/lines\[0\]\.codes\[0\].*GTIN/s);
  });
});
