import type { IdContext, JsonSchema } from '../contract/index.ts';
import { textSetting } from '../kit/settings.ts';
import { choiceSettings } from './choices.ts';
import { credentialKeys, settingKeys } from './secrets.ts';
import { xmlNameSettings } from './xml-names.ts';

/** Version of the published services; "given by the gateway" (湖南 V1.1.27 §4.5), this is the one in CSB's own examples. */
const DEFAULT_API_VERSION = '1.0.0';

/** 9001 wants the terminal's addresses, which a hub does not have; a platform that checks them gets its own here. UNCONFIRMED. */
const DEFAULT_MAC = '00-00-00-00-00-00';
const DEFAULT_IP = '127.0.0.1';

const text = (maxLength: number, more: JsonSchema = {}): JsonSchema => ({
  type: 'string',
  minLength: 1,
  maxLength,
  ...more,
});

export const settingsSchema: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  dependentRequired: settingKeys.dependentRequired,
  properties: {
    apiVersion: text(20, { default: DEFAULT_API_VERSION, title: '_api_version' }),
    apiName: text(64, {
      title: '_api_name',
      description: 'Where the gateway publishes one service for all; absent: the infno.',
    }),
    contentType: {
      enum: ['application/json; charset=utf-8', 'text/plain; charset=utf-8'],
      default: 'application/json; charset=utf-8',
    },
    ...choiceSettings,
    ...xmlNameSettings,
    ...settingKeys.properties,
    apiKeyHeader: text(64, {
      pattern: '^[A-Za-z0-9-]+$',
      description: "Header of a static key. Absent: the profile's.",
    }),
    oauthScope: { type: 'string', maxLength: 200, description: "scope of the token request. Absent: the profile's." },
    recerSysCode: text(10, { title: 'recer_sys_code', description: "Absent: the profile's." }),
    infver: text(6, { title: 'infver', description: "Absent: the profile's." }),
    signtype: text(10, {
      title: 'signtype',
      description: "Absent: the profile's. MOCK at the test platform of Inner Mongolia.",
    }),
    gs1CodeForm: {
      enum: ['raw', 'gtin-serial'],
      description: "How a GS1 code goes into drug_trac_codg. Absent: the profile's. UNCONFIRMED for every region.",
    },
    returnEnquiry: {
      enum: ['conclusive', 'inconclusive'],
      default: 'inconclusive',
      description:
        'Does 3513 list returns (3506A)? UNCONFIRMED. conclusive: a return that 3513 does not find was not booked and may be sent again; inconclusive: it is left to a person.',
    },
    signInMac: text(20, { default: DEFAULT_MAC, description: "Sign-in terminal; the institution's own wins." }),
    signInIp: text(20, { default: DEFAULT_IP, description: "Sign-in terminal; the institution's own wins." }),
  },
};

export const identitySchema: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['fixmedins_code', 'fixmedins_name', 'opter', 'opter_name'],
  properties: {
    fixmedins_code: text(12, { pattern: '^[A-Z][0-9]{11}$', title: '定点医药机构编号' }),
    fixmedins_name: text(200, { title: '定点医药机构名称' }),
    mdtrtarea_admvs: text(6, {
      pattern: '^[0-9]{6}$',
      title: '就医地医保区划',
      description: "Absent: the institution's region.",
    }),
    opter: text(20, { title: '经办人', description: 'The operator who signs in (9001).' }),
    opter_name: text(50, { title: '经办人姓名' }),
    opter_type: { enum: ['1', '2', '3'], title: '经办人类别' },
    hosp_code: text(10, {
      pattern: '^[0-9A-Za-z]{10}$',
      title: '医院编码',
      description: 'Beijing: institution (8) and campus (2).',
    }),
    mac: text(20),
    ip: text(20),
    app_id: text(32, { title: '渠道/应用ID' }),
    fixmedins_soft_fcty: text(100, { title: '软件厂商', description: 'Jiangsu (丹阳): sent where it is given.' }),
    phar_no: text(50, { title: '医保药师编号', description: 'Pharmacist on duty, where the event names none.' }),
    phar_name: text(50, { title: '药师姓名' }),
    phar_prac_cert_no: text(50, { title: '药师执业资格证号' }),
  },
};

export const credentialsSchema: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  ...credentialKeys,
};

export function apiVersion({ settings }: IdContext): string {
  return textSetting(settings, 'apiVersion', DEFAULT_API_VERSION);
}

/** Settings that profile paths see as `call.<name>`; unset ones leave the choice to the profile. */
export function mappedSettings({ settings }: Pick<IdContext, 'settings'>): Record<string, string> {
  const optional = ['recerSysCode', 'infver', 'signtype', 'gs1CodeForm'].filter((name) => settings[name] !== undefined);
  return {
    ...Object.fromEntries(optional.map((name) => [name, textSetting(settings, name)])),
    signInMac: textSetting(settings, 'signInMac', DEFAULT_MAC),
    signInIp: textSetting(settings, 'signInIp', DEFAULT_IP),
  };
}
