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
      description: 'Delay before a report that the manufacturer calls pending is asked for again, milliseconds.',
    },
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
  required: ['appKey', 'appSecret'],
  properties: {
    appKey: { type: 'string', pattern: '^[!-~]{1,100}$', writeOnly: true },
    appSecret: { type: 'string', minLength: 1, maxLength: 200, writeOnly: true },
  },
};

/** @returns milliseconds. @throws TypeError naming the setting; the boot has checked the same value against settingsSchema. */
export function pollAfterMs(settings: Readonly<Record<string, unknown>>): number {
  return numberSetting(settings, 'pollAfterMs', DEFAULT_POLL_AFTER_MS);
}
