import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { recognise } from '../../mappings/codes/index.ts';
import { loadProfiles, type MapInput, type Profile } from '../../mappings/engine/index.ts';

const profiles = await loadProfiles();
const national = profileOf('nhsa/national');
const hunan = profileOf('nhsa/430000-hunan');

/** Field tables as printed in the interface documents: names in order, `!` required. */
const sale3505A =
  'med_list_codg fixmedins_hilist_id! fixmedins_hilist_name! fixmedins_bchno! prsc_dr_cert_type prsc_dr_certno prsc_dr_name! ' +
  'phar_cert_type phar_certno phar_name phar_prac_cert_no hi_feesetl_type setl_id mdtrt_sn! psn_no psn_cert_type certno psn_name ' +
  'manu_lotnum! manu_date! expy_end rx_flag! trdn_flag! finl_trns_pric rxno rx_circ_flag rtal_docno! stoout_no bchno ' +
  'drug_prod_barc shelf_posi sel_retn_cnt! sel_retn_time! sel_retn_opter_name! memo mdtrt_setl_type! drugtracinfo';
const return3506A =
  'med_list_codg fixmedins_hilist_id! fixmedins_hilist_name! fixmedins_bchno! setl_id psn_no psn_cert_type certno psn_name ' +
  'manu_lotnum! manu_date! expy_end rx_flag! trdn_flag! finl_trns_pric sel_retn_cnt! sel_retn_time! sel_retn_opter_name! memo ' +
  'medins_prod_sel_no mdtrt_sn! drugtracinfo';
const hunanSaleAdds =
  'med_list_codg! phar_name! phar_prac_cert_no! finl_trns_pric! drug_prod_barc! MDTRT_SETL_TYPE! drugtracinfo!';

const fields = (profile: Profile, operation: string) =>
  Object.entries(profile.resolved.operations?.[operation]?.fields ?? {}).map(
    ([name, { required }]) => name + (required === true ? '!' : ''),
  );

describe('field tables', () => {
  test('3505A of the baseline V1.1.83', () => {
    expect(fields(national, 'retail-sale.submit')).toEqual(sale3505A.split(' '));
  });
  test('3506A of the baseline V1.1.83', () => {
    expect(fields(national, 'retail-return.submit')).toEqual(return3506A.split(' '));
  });
  test('Hunan V1.1.27 demands more of a sale and spells one field in capitals', () => {
    const names = fields(hunan, 'retail-sale.submit');
    expect(names).toEqual(expect.arrayContaining(hunanSaleAdds.split(' ')));
    expect(names).toEqual(expect.arrayContaining(['prsc_dr_no', 'phar_no']));
    expect(names.filter((name) => name.startsWith('mdtrt_setl_type'))).toEqual([]);
  });
});

describe('a sale', () => {
  test('of the till without codes, doctor or catalogue code gets Hunan its defaults', () => {
    expect(row(hunan, 'otc-sale')).toMatchObject({
      med_list_codg: 'NMLC999',
      drug_prod_barc: 'NDPB999',
      prsc_dr_name: '无',
      phar_name: '无',
      MDTRT_SETL_TYPE: '2',
      mdtrt_sn: 'XS202607010001',
      sel_retn_time: '2026-07-01 07:30:05',
    });
  });

  test.each([
    [
      'insured without a settlement number',
      { settlement: { type: 'insured', visitNo: 'M1' } },
      'settlement.id is missing',
    ],
    ['insured without a visit', { settlement: { type: 'insured', id: 'S1' } }, 'settlement.visitNo is missing'],
    ['without a settlement type', { settlement: undefined }, 'settlement.visitNo is missing'],
    ['of a prescription drug without its doctor', { prescription: undefined }, 'prescription.doctor.name is missing'],
    [
      'with a visit number that is too long',
      { settlement: { type: 'self-pay', visitNo: 'x'.repeat(31) } },
      'at most 30 are allowed',
    ],
    [
      'with an extension nobody knows',
      { extensions: { nhsa: { shelf: 'A' } } },
      'extensions.nhsa.shelf is taken by no field',
    ],
    ['with a fee type outside the table', { extensions: { nhsa: { hi_feesetl_type: '7' } } }, 'is none of 0, 1, 2'],
  ])('%s is refused', (_, change, message) => {
    expect(() => row(national, 'insured-sale', change)).toThrow(message);
  });

  test.each(['-1', '0', '0.0000'])('of a quantity %s is refused', (quantity) => {
    const lines = example('insured-sale').event?.lines.map((line) => ({ ...line, quantity }));
    expect(() => row(national, 'insured-sale', { lines })).toThrow('lines[0].quantity must be above zero');
  });

  test('without a trace code is refused in Hunan, not by the baseline', () => {
    const lines = example('insured-sale').event?.lines.map((line) => ({ ...line, codes: [] }));
    expect(() => row(hunan, 'insured-sale', { lines })).toThrow('lines[0].codes is missing');
    expect(row(national, 'insured-sale', { lines })).not.toHaveProperty('drugtracinfo');
  });

  test('carries the pharmacist on duty where the event names none', () => {
    const input = example('otc-sale');
    const identity = { ...input.institution.identity, phar_name: '值班药师' };
    const message = hunan.map('retail-sale.submit', { ...input, institution: { ...input.institution, identity } });
    expect(message).toMatchObject({ selinfoDetail: [{ phar_name: '值班药师' }] });
  });
});

describe('trace codes', () => {
  const gs1 = (profile: Profile, call: Record<string, string>) => {
    const message = profile.map('retail-sale.submit', { ...example('insured-sale'), call });
    return JSON.stringify(message).match(/"drug_trac_codg":"(0106[^"]*)"/)?.[1];
  };
  test('a GS1 code goes out as scanned, without the scanner’s marks', () => {
    expect(gs1(national, {})).toBe('01069012345678921727123110A213B121SN0000123456');
  });
  test('or as GTIN and serial, where the region or the link wants that', () => {
    expect(gs1(national, { gs1CodeForm: 'gtin-serial' })).toBe('010690123456789221SN0000123456');
    expect(gs1(hunan, {})).toBe('010690123456789221SN0000123456');
  });
  test('one that is too long for the region is refused with its place', () => {
    expect(() => gs1(hunan, { gs1CodeForm: 'raw' })).toThrow(
      /^lines\[1\]\.codes\[0\] is 46 characters long, at most 30/,
    );
  });
  test('a manufacturer’s own code goes out as scanned', () => {
    const input = example('otc-sale');
    const lines = input.event?.lines.map((line) => ({
      ...line,
      codes: [{ kind: 'opaque', raw: ' A-1', value: 'A-1' }],
    }));
    expect(row(national, 'otc-sale', { lines })).toMatchObject({ drugtracinfo: [{ drug_trac_codg: ' A-1' }] });
  });
  test.each([
    ['ma', 'MA.156.M0.100204.13351764.S1'],
    ['hibc', '+A99912345/$$52001510X33'],
    ['sscc', '(00)106141412345678908'],
  ])('a code of another issuer (%s) goes out as scanned, also where GS1 codes are rewritten', (kind, raw) => {
    const codes = [{ kind, raw, value: raw }];
    const lines = example('otc-sale').event?.lines.map((line) => ({ ...line, codes }));
    expect(row(hunan, 'otc-sale', { lines })).toMatchObject({ drugtracinfo: [{ drug_trac_codg: raw }] });
  });
  test.each([
    ['sscc', ']C100106901234000000015', '00106901234000000015'],
    ['sscc', '\u001d00106901234000000015', '00106901234000000015'],
    ['hibc', ']d1+A99912345/$$52001510X3G', '+A99912345/$$52001510X3G'],
    ['ma', ']d1MA.156.M0.100204.13351764.S1', 'MA.156.M0.100204.13351764.S1'],
    ['opaque', ']d1A-1', ']d1A-1'],
  ])(
    'of the scanner’s marks before a code of kind %s, %j, none goes out but with a manufacturer’s own',
    (kind, raw, sent) => {
      const recognised = recognise(raw);
      expect(recognised).toMatchObject({ kind });
      const lines = example('otc-sale').event?.lines.map((line) => ({ ...line, codes: [recognised] }));
      for (const profile of [national, hunan])
        expect(row(profile, 'otc-sale', { lines })).toMatchObject({ drugtracinfo: [{ drug_trac_codg: sent }] });
    },
  );
});

test('a return counts positive, names its document in memo and the sale by its receipt', () => {
  const message = national.map('retail-return.submit', example('return'));
  expect(message).toMatchObject({
    selinfoDetail: [{ sel_retn_cnt: '1', memo: 'TH202607020001', medins_prod_sel_no: '430000202607010000000001' }],
  });
});

test('the envelope of Hunan has its 17 fields beside input, that of the baseline 20', () => {
  const input = { ...example('otc-sale'), call: { infno: '3505A', msgid: 'M', infTime: '2026-07-01 00:00:00' } };
  expect(Object.keys(hunan.map('envelope', input))).toHaveLength(17);
  expect(Object.keys(national.map('envelope', input))).toHaveLength(20);
  expect(hunan.map('envelope', input)).toMatchObject({
    mdtrtarea_admvs: '430102',
    insuplc_admdvs: '',
    recer_sys_code: '99',
  });
});

function profileOf(id: string): Profile {
  const profile = profiles.get(id);
  if (profile === undefined) throw new Error(`no profile ${id}`);
  return profile;
}

function example(name: string): MapInput {
  return JSON.parse(readFileSync(new URL(`../../mappings/nhsa/examples/${name}.json`, import.meta.url), 'utf8'));
}

/** The first row of an example with its event changed. */
function row(profile: Profile, name: string, change: object = {}): unknown {
  const input = example(name);
  const event = JSON.parse(JSON.stringify({ ...input.event, ...change }));
  const message = profile.map('retail-sale.submit', { ...input, event });
  return Array.isArray(message.selinfoDetail) ? message.selinfoDetail[0] : undefined;
}
