import type { JsonSchema } from '../contract/index.ts';
import { choiceSetting, numberSetting, textSetting } from '../kit/settings.ts';
import { type SignMethod, signMethods } from './sign.ts';

/** Settings of a link to 码上放心: one AppKey, bound by the platform to the enterprises it may act for. */
export interface MsfxSettings {
  readonly appKey: string;
  readonly appSecret: string;
  readonly signMethod: SignMethod;
  /** Delay between an accepted upload and the first look at its processing status, milliseconds. */
  readonly pollAfterMs: number;
  /** Longest bill_code sent, characters. */
  readonly billCodeMaxLength: number;
  /** What counterparty.code of an event may be beside a code listed in the directory's partners. */
  readonly counterpartyCode: CounterpartyCode;
  /** Whether the contents of a bill are asked for: before it counts as absent, and when its number exists already. */
  readonly billDetail: BillDetail;
  /** How long a license_token is used before a new one is asked for, minutes. */
  readonly licenceTokenMinutes: number;
  /** How a relation file is packed before Base64. */
  readonly relationPacking: RelationPacking;
  /** Which id of the producer ent_seq_no of a relation file is. */
  readonly relationEntSeqNo: RelationEntSeqNo;
  /** ISV开放平台帐号标识 of insurance look-ups. */
  readonly insuranceIsvNo: string;
  /** Whether insurance look-ups count as formal there. */
  readonly insuranceInvocation: InsuranceInvocation;
}

const insuranceInvocations = ['formal', 'test'] as const;
type InsuranceInvocation = (typeof insuranceInvocations)[number];

const relationPackings = ['zip', 'gzip'] as const;
type RelationPacking = (typeof relationPackings)[number];

const relationEntSeqNos = ['ref-ent-id', 'ent-id'] as const;
type RelationEntSeqNo = (typeof relationEntSeqNos)[number];

const billDetails = ['ask', 'skip'] as const;
type BillDetail = (typeof billDetails)[number];

const counterpartyCodes = ['listed', 'ent-id'] as const;
type CounterpartyCode = (typeof counterpartyCodes)[number];

/** A production user asks for the status seconds after the upload; the platform publishes no processing time. */
const DEFAULT_POLL_AFTER_MS = 3000;

/** documentNo (at most 40) with every suffix fits; the platform publishes no length for uploadretail (UNCONFIRMED). */
const DEFAULT_BILL_CODE_MAX_LENGTH = 50;

/** The platform publishes no lifetime of a license_token (UNCONFIRMED); a refused one is renewed at once. */
const DEFAULT_LICENCE_TOKEN_MINUTES = 30;

export const settingsSchema: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['appKey', 'appSecret'],
  properties: {
    appKey: { type: 'string', pattern: '^[0-9]{4,20}$', title: 'AppKey' },
    appSecret: { type: 'string', minLength: 1, maxLength: 200, writeOnly: true, title: 'AppSecret' },
    signMethod: { enum: [...signMethods], default: 'hmac-sha256', title: 'sign_method' },
    pollAfterMs: { type: 'integer', minimum: 100, maximum: 600_000, default: DEFAULT_POLL_AFTER_MS },
    billCodeMaxLength: {
      type: 'integer',
      minimum: 20,
      maximum: 100,
      default: DEFAULT_BILL_CODE_MAX_LENGTH,
      description:
        'UNCONFIRMED for uploadretail; uploadb2cbill documents 20. Longer bill codes are shortened with a digest.',
    },
    counterpartyCode: {
      enum: [...counterpartyCodes],
      default: 'listed',
      description:
        "listed: counterparty.code must stand in the institution's partners. ent-id: a code that does not is the partner's ent_id itself.",
    },
    billDetail: {
      enum: [...billDetails],
      default: 'ask',
      description: 'skip: where the AppKey lacks the permission for bill details (upbilldetail, searchbill.detail).',
    },
    licenceTokenMinutes: {
      type: 'integer',
      minimum: 1,
      maximum: 1440,
      default: DEFAULT_LICENCE_TOKEN_MINUTES,
      description: 'UNCONFIRMED: how long a license_token (msfx/wholesale-wes) is used before a new one is asked for.',
    },
    relationPacking: {
      enum: [...relationPackings],
      default: 'zip',
      description:
        'UNCONFIRMED: how relation files (msfx/producer) are packed; the page says "java的zip类压缩然后转base64".',
    },
    insuranceIsvNo: {
      type: 'string',
      minLength: 1,
      maxLength: 100,
      description: 'ISV开放平台帐号标识 (cert_isv_no) of insurance-codes; default: the AppKey. UNCONFIRMED.',
    },
    insuranceInvocation: {
      enum: [...insuranceInvocations],
      default: 'formal',
      description: 'invocation of insurance-codes and insurance-relation.',
    },
    relationEntSeqNo: {
      enum: [...relationEntSeqNos],
      default: 'ref-ent-id',
      description:
        'UNCONFIRMED: which id ent_seq_no of a relation file is; its page describes it in the words of ref_ent_id.',
    },
  },
};

export const identitySchema: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['ref_ent_id'],
  properties: {
    ref_ent_id: {
      type: 'string',
      pattern: '^[0-9A-Za-z_-]{8,64}$',
      description: '企业唯一标识 of the store, as 码上放心 issued it. Not the ent_id.',
    },
    ent_id: {
      type: 'string',
      pattern: '^[0-9A-Za-z_-]{8,64}$',
      description:
        '企业ID of the store; its own side of in/out bills, which need it; sent with retail bills when given.',
    },
    partners: {
      type: 'string',
      maxLength: 20_000,
      pattern: '^[^=;]+=[0-9A-Za-z_-]{8,64}(;[^=;]+=[0-9A-Za-z_-]{8,64})*$',
      description: 'Partners of in/out bills: counterparty.code=ent_id, separated by semicolons. Not their ref_ent_id.',
    },
    ref_partners: {
      type: 'string',
      maxLength: 20_000,
      pattern: '^[^=;]+=[0-9A-Za-z_-]{8,64}(;[^=;]+=[0-9A-Za-z_-]{8,64})*$',
      description:
        'Partners of 零头 bills, which ask for the other id: counterparty.code=ref_ent_id, separated by semicolons.',
    },
    internal_ent_id: {
      type: 'string',
      pattern: '^[0-9A-Za-z_-]{8,64}$',
      description:
        'ent_id named as other party of bills that have none (盘盈, 盘亏, 销毁 …). UNCONFIRMED; default: the own ent_id.',
    },
    products: {
      type: 'string',
      maxLength: 50_000,
      pattern: '^[^=;]+=[0-9]{10}(;[^=;]+=[0-9]{10})*$',
      description:
        "药品子类编码 of a producer's products: product.localCode=10 digits, separated by semicolons (msfx/producer).",
    },
    terminal_ent_id: {
      type: 'string',
      pattern: '^[0-9A-Za-z_-]{1,64}$',
      description: '零售终端id of the institution (kyt.idgenerate), for insurance-codes.',
    },
    bureau_id: {
      type: 'string',
      pattern: '^[0-9A-Za-z_-]{1,40}$',
      description: '所属行政区域ID, for insurance-codes; default: the region of the institution.',
    },
    bureau_name: {
      type: 'string',
      minLength: 1,
      maxLength: 100,
      description: '社保局(所属地市名称), for insurance-relation.',
    },
    relation_license: {
      type: 'string',
      maxLength: 50,
      pattern: '^[0-9A-Za-z-]+$',
      description: 'License attribute of relation files (msfx/producer), where the platform asked for it.',
    },
    bill_prefix: {
      type: 'string',
      pattern: '^[0-9A-Za-z]{1,4}$',
      description: 'Put before every bill_code; needed where several institutions share one ref_ent_id.',
    },
  },
};

/** The AppKey authenticates the link; only wholesalers of the second generation (wes) have a secret of their own. */
export const credentialsSchema: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    license: {
      type: 'string',
      minLength: 1,
      maxLength: 500,
      writeOnly: true,
      description: 'Licence of the enterprise, for msfx/wholesale-wes: getlicense gives a license_token for it.',
    },
    withdraw_phone: {
      type: 'string',
      pattern: '^1[0-9]{10}$',
      writeOnly: true,
      description: '删除人手机号: whose name stands behind deleted bills (msfx/wholesale-wes, msfx/producer).',
    },
  },
};

/** @throws TypeError naming the setting; the boot has checked the same values against settingsSchema. */
export function readSettings(settings: Readonly<Record<string, unknown>>): MsfxSettings {
  return {
    appKey: textSetting(settings, 'appKey'),
    appSecret: textSetting(settings, 'appSecret'),
    signMethod: choiceSetting(settings, 'signMethod', signMethods, 'hmac-sha256'),
    pollAfterMs: numberSetting(settings, 'pollAfterMs', DEFAULT_POLL_AFTER_MS),
    billCodeMaxLength: numberSetting(settings, 'billCodeMaxLength', DEFAULT_BILL_CODE_MAX_LENGTH),
    billDetail: choiceSetting(settings, 'billDetail', billDetails, 'ask'),
    licenceTokenMinutes: numberSetting(settings, 'licenceTokenMinutes', DEFAULT_LICENCE_TOKEN_MINUTES),
    insuranceIsvNo:
      typeof settings.insuranceIsvNo === 'string' ? settings.insuranceIsvNo : textSetting(settings, 'appKey'),
    insuranceInvocation: choiceSetting(settings, 'insuranceInvocation', insuranceInvocations, 'formal'),
    relationPacking: choiceSetting(settings, 'relationPacking', relationPackings, 'zip'),
    relationEntSeqNo: choiceSetting(settings, 'relationEntSeqNo', relationEntSeqNos, 'ref-ent-id'),
    counterpartyCode: choiceSetting(settings, 'counterpartyCode', counterpartyCodes, 'listed'),
  };
}
