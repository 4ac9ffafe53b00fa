import type { JsonSchema } from '../contract/index.ts';
import { choiceSetting, numberSetting } from '../kit/settings.ts';
import { wsdlPattern } from './dialect.ts';

const securities = ['username-token', 'x509', 'both'] as const;
export const passwordTypes = ['PasswordDigest', 'PasswordText'] as const;

/** Settings of a link to one manufacturer's service. */
export interface MahSettings {
  readonly security: (typeof securities)[number];
  readonly passwordType: (typeof passwordTypes)[number];
  /** Delay before a report that the manufacturer calls PENDING is asked for again, milliseconds. */
  readonly pollAfterMs: number;
}

/** No figure is published; a minute keeps the enquiry far below any plausible limit. */
const DEFAULT_POLL_AFTER_MS = 60_000;

export const settingsSchema: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    security: {
      enum: [...securities],
      default: 'username-token',
      description: 'WS-Security: UsernameToken, X.509 signature over body and timestamp, or both.',
    },
    wsdl: {
      type: 'string',
      pattern: wsdlPattern,
      description: "Another WSDL than the profile's, under mappings/mah.",
    },
    passwordType: {
      enum: [...passwordTypes],
      default: 'PasswordDigest',
      description: 'OASIS WSS UsernameToken Profile 1.1 §3.1. PasswordText only over https.',
    },
    pollAfterMs: { type: 'integer', minimum: 100, maximum: 3_600_000, default: DEFAULT_POLL_AFTER_MS },
  },
};

export const identitySchema: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['partnerCode'],
  properties: {
    partnerCode: {
      type: 'string',
      pattern: '^[!-~]{1,40}$',
      description: "The institution's code at the manufacturer.",
    },
  },
};

export const credentialsSchema: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  // Which of the two the link asks for is its `security` setting.
  anyOf: [
    { required: ['username', 'password'], properties: { username: {}, password: {} } },
    { required: ['certificate', 'privateKey'], properties: { certificate: {}, privateKey: {} } },
  ],
  properties: {
    username: { type: 'string', minLength: 1, maxLength: 100, writeOnly: true },
    password: { type: 'string', minLength: 1, maxLength: 200, writeOnly: true },
    certificate: { type: 'string', minLength: 1, maxLength: 10_000, writeOnly: true, description: 'PEM, for x509.' },
    privateKey: {
      type: 'string',
      minLength: 1,
      maxLength: 10_000,
      writeOnly: true,
      description: 'PEM, RSA, for x509.',
    },
  },
};

/** @throws TypeError naming the setting; the boot has checked the same values against settingsSchema. */
export function readSettings(settings: Readonly<Record<string, unknown>>): MahSettings {
  return {
    security: choiceSetting(settings, 'security', securities, 'username-token'),
    passwordType: choiceSetting(settings, 'passwordType', passwordTypes, 'PasswordDigest'),
    pollAfterMs: numberSetting(settings, 'pollAfterMs', DEFAULT_POLL_AFTER_MS),
  };
}
