import type { JsonSchema } from '../contract/index.ts';
import { numberSetting } from '../kit/settings.ts';

/** No figure is published; a minute keeps the enquiry far below any plausible limit. */
const DEFAULT_POLL_AFTER_MS = 60_000;

export const settingsSchema: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    pollAfterMs: {
      type: 'integer',
      minimum: 100,
      maximum: 3_600_000,
      default: DEFAULT_POLL_AFTER_MS,
      description: 'Delay before an event that the platform calls pending is asked for again, milliseconds.',
    },
  },
};

export const identitySchema: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['uscId'],
  properties: {
    // GB 32100-2015: 18 digits and capitals without I, O, S, V, Z.
    uscId: { type: 'string', pattern: '^[0-9A-HJ-NP-RTUW-Y]{18}$', description: '统一社会信用代码' },
    appId: { type: 'string', pattern: '^[!-~]{1,64}$', description: 'Assigned by the platform, where it assigns one.' },
    orgCode: { type: 'string', pattern: '^[!-~]{1,40}$', description: "The institution's code at the platform." },
  },
};

export const credentialsSchema: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    secret: {
      type: 'string',
      minLength: 1,
      maxLength: 200,
      writeOnly: true,
      description: "Key of the digest; needed where the profile's signing string or an HMAC uses it.",
    },
  },
};

/** @returns milliseconds. @throws TypeError naming the setting; the boot has checked the same value against settingsSchema. */
export function pollAfterMs(settings: Readonly<Record<string, unknown>>): number {
  return numberSetting(settings, 'pollAfterMs', DEFAULT_POLL_AFTER_MS);
}
