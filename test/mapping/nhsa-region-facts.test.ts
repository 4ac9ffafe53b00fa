import { describe, expect, test } from '@jest/globals';
import { loadProfiles } from '../../mappings/engine/index.ts';

/*
 * What is known of each region (医保两定接口 interface notes, provincial differences), held against its profile: constants word for word,
 * and for what is no constant, words that its file must say. A region without a row here is the baseline alone.
 */
interface Facts {
  readonly support: string;
  readonly constants?: Readonly<Record<string, string>>;
  readonly says?: readonly string[];
}

const facts: Readonly<Record<string, Facts>> = {
  '110000-beijing': {
    support: 'documented',
    constants: {
      transport: 'beijing',
      signIn: 'none',
      numberForm: 'beijing',
      'number.3505A': '0205',
      'number.3506A': '0206',
      'number.3513': '0213',
    },
    says: ['nation_sub_code', 'InfoErrDetailList'],
  },
  '130000-hebei': {
    support: 'reported',
    constants: { transport: 'x-tif', paths: 'function', 'path.3505': '/fsi/api/goodsService/goodsSell' },
  },
  '150000-inner-mongolia': {
    support: 'reported',
    constants: { transport: 'plain', apiKeyHeader: 'apikey' },
    says: ['cainfo', 'RSA', 'MOCK', 'PRCSSC'],
  },
  '220000-jilin': {
    support: 'reported',
    constants: { transport: 'oauth', signIn: 'token', inputForm: 'sm4', cainfo: 'input', recer_sys_code: 'sys01' },
    says: ['20 seconds'],
  },
  '310000-shanghai': {
    support: 'documented',
    constants: { transport: 'csb', paths: 'one' },
    says: ['9000 签名超时', 'hiRxno', '150 seconds', 'SendRcv4'],
  },
  '320000-jiangsu': {
    support: 'reported',
    constants: { transport: 'plain' },
    says: ['fixmedins_soft_fcty', '丹阳', 'msgid'],
  },
  '330000-zhejiang': { support: 'baseline', says: ['zj.hsip.gov.cn'] },
  '340000-anhui': { support: 'baseline', says: ['Everything.'] },
  '350000-fujian': { support: 'agent', says: ['chs_fjs_standard', 'app_id', 'enc_type'] },
  '360000-jiangxi': { support: 'reported', constants: { transport: 'csb' }, says: ['msgid', '南康'] },
  '360782-nankang': { support: 'reported', constants: { transport: 'plain' } },
  '370000-shandong': { support: 'baseline', says: ['Qingdao'] },
  '410000-henan': { support: 'baseline', says: ['Everything.'] },
  '420000-hubei': {
    support: 'reported',
    constants: { transport: 'plain', saleResult: 'batch' },
    says: ['V1.2.02', 'min_prcunt_type'],
  },
  '430000-hunan': {
    support: 'documented',
    constants: { transport: 'csb', saleResult: 'rows', saleResultNode: 'selinfoDetail' },
    says: ['V1.1.27', 'MDTRT_SETL_TYPE', 'NMLC999', 'NDPB999', 'prsc_dr_no', 'phar_no', '3592B', 'no catalogue code'],
  },
  '440000-guangdong': {
    support: 'reported',
    constants: { transport: 'x-tif', paths: 'number' },
    says: ['DSS_DSM_00003', '440300', '180 seconds'],
  },
  '440300-shenzhen': {
    support: 'reported',
    constants: { transport: 'plain', bodyForm: 'xml' },
    says: ['bizh11', '440300'],
  },
  '500000-chongqing': {
    support: 'agent',
    says: ['SiInterface_hsf', 'V1.08', 'serv_code', 'serv_sign', 'YBXT', 'LXXT', 'GSXT', '-1', '-2'],
  },
  '510000-sichuan': { support: 'reported', constants: { transport: 'plain' }, says: ['yh_CHS'] },
  '530000-yunnan': { support: 'agent', says: ['CHSInterfaceYn', 'Init', 'system sign'] },
  '610000-shaanxi': { support: 'baseline', says: ['shx.hsip.gov.cn'] },
};

/** How a profile says that nothing of its region has been seen: it may have nothing of its own then. */
const nothingSeen = 'Everything.';

const profiles = [...(await loadProfiles()).values()].filter(({ id }) => /^nhsa\/\d{6}-[a-z-]+$/.test(id));

describe.each(profiles.map((profile) => [profile.id.slice(5), profile] as const))('%s', (name, profile) => {
  test('carries what is known of it, and claims no more', () => {
    const known = facts[name];
    // A region that is in no note of ours, but says what it stands on: its own file is the evidence.
    if (known === undefined && !profile.open.some((point) => point.startsWith(nothingSeen))) return;
    const { support, constants = {}, says = [] }: Facts = known ?? { support: 'baseline' };
    expect(profile.support).toBe(support);
    expect(profile.constants).toMatchObject(constants);
    const { open, resolved } = profile;
    const text = JSON.stringify({ ...resolved, open });
    expect(says.filter((word) => !text.includes(word))).toEqual([]);
    if (facts[name] === undefined)
      expect(Object.keys(profile.constants)).toEqual(
        Object.keys(profiles.find(({ id }) => id.endsWith('410000-henan'))?.constants ?? {}),
      );
  });
});

test('every region of the notes has its profile', () => {
  const known = profiles.map(({ id }) => id.slice(5));
  expect(Object.keys(facts).filter((name) => !known.includes(name))).toEqual([]);
});
