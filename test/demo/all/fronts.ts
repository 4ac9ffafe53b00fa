import type { Profile } from '../../../mappings/engine/index.ts';
import type { DemoRegion } from './regions.ts';

/** A city whose front wants something else than its province: a link says so in its settings, no profile of its own is needed. */
interface Front {
  readonly link: string;
  readonly profile: string;
  readonly district: string;
  readonly name: string;
  readonly settings: Readonly<Record<string, string>>;
  /** What only the simulator names otherwise. */
  readonly platform?: Readonly<Record<string, string>>;
}

const fronts: readonly Front[] = [
  {
    link: 'nhsa-signed-head',
    profile: 'nhsa/national',
    district: '370702',
    name: '签名报文头前置',
    settings: { cainfo: 'header' },
  },
  {
    link: 'nhsa-single-rows',
    profile: 'nhsa/national-single',
    district: '370302',
    name: '单条接口前置',
    settings: {},
  },
  {
    link: 'nhsa-enc-data',
    profile: 'nhsa/national',
    district: '410302',
    name: 'encData前置',
    settings: { transport: 'plain', inputForm: 'enc-data' },
  },
  {
    link: 'nhsa-function-paths',
    profile: 'nhsa/130000-hebei',
    district: '130202',
    name: '分功能地址前置',
    settings: { transport: 'plain' },
  },
  {
    link: 'nhsa-soap-json',
    profile: 'nhsa/national',
    district: '340202',
    name: 'SOAP前置(JSON)',
    settings: {
      transport: 'plain',
      bodyForm: 'soap-json',
      soapOperation: 'UpGoodsInfo',
      soapNamespace: 'urn:demo:front',
      apiKeyHeader: 'apikey',
    },
    platform: { soapOperation: 'UpGoodsInfo', soapService: 'urn:demo:front', apiKeyHeader: 'apikey' },
  },
  {
    link: 'nhsa-soap-xml',
    profile: 'nhsa/440300-shenzhen',
    district: '440402',
    name: 'SOAP前置(XML)',
    settings: { transport: 'x-tif', bodyForm: 'soap-xml', xmlRow: 'row', soapArgument: 'inXml' },
    platform: { xmlRow: 'row', soapArgument: 'inXml' },
  },
];

/** @returns the cities as regions of their own: what the profile states, with the settings in its place. */
export function frontsOf(profiles: ReadonlyMap<string, Profile>): readonly DemoRegion[] {
  return fronts.map(({ profile: id, ...front }) => {
    const profile = profiles.get(id);
    if (profile === undefined) throw new Error(`no profile ${id}`);
    return { ...front, profile };
  });
}
