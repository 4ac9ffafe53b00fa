import { type CallContext, type JsonSchema, SetupError } from '../contract/index.ts';
import { numberSetting } from '../kit/settings.ts';

/** No figure is published; file importers run every few minutes. */
const DEFAULT_POLL_AFTER_MS = 300_000;

export const settingsSchema: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['hostKeySha256'],
  properties: {
    hostKeySha256: {
      type: 'array',
      minItems: 1,
      maxItems: 4,
      items: { type: 'string', pattern: '^SHA256:[A-Za-z0-9+/]{43}$' },
      description: 'Fingerprints of the server as ssh-keygen -lf prints them; several while it changes its key.',
    },
    pollAfterMs: {
      type: 'integer',
      minimum: 100,
      maximum: 86_400_000,
      default: DEFAULT_POLL_AFTER_MS,
      description: 'Delay before the folders are looked into again while there is no receipt.',
    },
  },
};

export const identitySchema: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['corpId'],
  properties: {
    corpId: {
      type: 'string',
      pattern: '^[A-Za-z0-9-]{1,40}$',
      description: "The institution's code at the manufacturer (企业编号); part of every file name.",
    },
    license: {
      type: 'string',
      pattern: '^[!-~]{1,64}$',
      description: 'Document/@License, where the manufacturer asks for it.',
    },
  },
};

export const credentialsSchema: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['username'],
  anyOf: [
    { required: ['password'], properties: { password: {} } },
    { required: ['privateKey'], properties: { privateKey: {} } },
  ],
  properties: {
    username: { type: 'string', minLength: 1, maxLength: 100, writeOnly: true },
    password: { type: 'string', minLength: 1, maxLength: 200, writeOnly: true, description: 'This, or privateKey.' },
    privateKey: {
      type: 'string',
      minLength: 1,
      maxLength: 20_000,
      writeOnly: true,
      description: 'OpenSSH or PEM text.',
    },
    passphrase: { type: 'string', minLength: 1, maxLength: 200, writeOnly: true },
  },
};

/** @throws TypeError; the boot has checked the same values against settingsSchema. */
export function hostKeysOf({ settings }: CallContext): readonly string[] {
  const keys = settings.hostKeySha256;
  if (!Array.isArray(keys) || !keys.every((key): key is string => typeof key === 'string'))
    throw new TypeError('setting hostKeySha256 must be a list of texts');
  return keys;
}

export function pollAfterMs(settings: Readonly<Record<string, unknown>>): number {
  return numberSetting(settings, 'pollAfterMs', DEFAULT_POLL_AFTER_MS);
}

/** @returns a value of the institution. @throws RequestError when the directory holds none */
export function institutionValue(value: string | undefined, name: string, code: string): string {
  if (value !== undefined && value !== '') return value;
  throw new SetupError('IDENTITY_INCOMPLETE', `institution ${code} has no ${name} on this link`);
}
