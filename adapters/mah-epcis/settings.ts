import type { JsonSchema } from '../contract/index.ts';
import { choiceSetting, numberSetting, textSetting } from '../kit/settings.ts';

type Values = Readonly<Record<string, unknown>>;

/** A capture job of a few events takes seconds; no figure is published. */
const DEFAULT_POLL_AFTER_MS = 2_000;

const authForms = ['api-key', 'basic', 'bearer', 'none'] as const;

/** CBV 2.0 §8 lets a URI of one's own name objects, places, parties and documents; no published one exists for Chinese codes. */
const uriDefaults = {
  codeUri: 'urn:x-cn-drug-trace:obj:{code}',
  ownCodeUri: 'urn:x-cn-drug-trace:own:obj:{code}',
  productUri: 'urn:x-cn-drug-trace:class:{product}',
  locationUri: 'urn:x-cn-drug-trace:loc:{id}',
  partyUri: 'urn:x-cn-drug-trace:pty:{id}',
  documentUri: 'urn:x-cn-drug-trace:bt:{id}:{document}',
} as const;

const template = (part: string, description: string, name: keyof typeof uriDefaults) => ({
  type: 'string',
  pattern: `^(urn:[A-Za-z0-9][A-Za-z0-9-]{0,30}[A-Za-z0-9]:|https://)[!-~]*\\{${part}\\}[!-~]*$`,
  default: uriDefaults[name],
  description,
});

export const settingsSchema: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    auth: {
      enum: authForms,
      default: 'api-key',
      description:
        'How requests prove who sends them. Every form needs TLS: the endpoint of a real repository is https.',
    },
    apiKeyHeader: {
      type: 'string',
      pattern: "^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,60}$",
      default: 'X-API-Key',
      description: 'Header of the key, for auth api-key.',
    },
    pollAfterMs: {
      type: 'integer',
      minimum: 100,
      maximum: 3_600_000,
      default: DEFAULT_POLL_AFTER_MS,
      description: 'Delay before a capture job that is still running is asked for again, milliseconds.',
    },
    digitalLinkDomain: {
      type: 'string',
      pattern: '^https://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~/-]*[A-Za-z0-9._~-])?$',
      default: 'https://id.gs1.org',
      description: 'Stem of GS1 Digital Link URIs; id.gs1.org is the canonical one.',
    },
    companyPrefixes: {
      type: 'array',
      items: { type: 'string', pattern: '^[0-9]{4,12}$' },
      uniqueItems: true,
      default: [],
      description: 'GS1 company prefixes of the products and places reported: EPC URNs are divided after them.',
    },
    codeUri: template('code', 'URI of a 20-digit drug trace code; UNCONFIRMED.', 'codeUri'),
    ownCodeUri: template('code', "URI of a manufacturer's own code that is neither; UNCONFIRMED.", 'ownCodeUri'),
    productUri: template(
      'product',
      'URI of a product without GTIN, by 药品标识码 or 国家医保药品代码; UNCONFIRMED.',
      'productUri',
    ),
    locationUri: template('id', 'URI of an institution without GLN, as a place.', 'locationUri'),
    partyUri: template('id', 'URI of a party without GLN.', 'partyUri'),
    documentUri: template(
      'document',
      'URI of a document of an institution without GLN; {id} is its code.',
      'documentUri',
    ),
  },
};

const gln = { type: 'string', pattern: '^[0-9]{13}$' };

export const identitySchema: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    gln: { ...gln, description: 'GLN of the place (GS1 AI 414): read point and business location.' },
    glnExtension: { type: 'string', pattern: '^[A-Za-z0-9._-]{1,20}$', description: 'Part of the place (AI 254).' },
    partyGln: { ...gln, description: 'GLN of the legal entity (AI 417): owner in source and destination.' },
    locationId: {
      type: 'string',
      pattern: '^[A-Za-z0-9._-]{1,40}$',
      description: "Without GLN: its code in the URIs of the link's settings; otherwise the institution's own code.",
    },
  },
};

const secret = (maxLength: number) => ({ type: 'string', pattern: '^[!-~]+$', maxLength, writeOnly: true });

export const credentialsSchema: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    apiKey: secret(500),
    username: { type: 'string', pattern: '^[!-9;-~]{1,100}$', writeOnly: true },
    password: secret(200),
    token: secret(4_000),
  },
};

/** Settings of a link, with their defaults; the boot has checked the same values against settingsSchema. */
export function authForm(settings: Values): (typeof authForms)[number] {
  return choiceSetting(settings, 'auth', authForms, 'api-key');
}

export function apiKeyHeader(settings: Values): string {
  return textSetting(settings, 'apiKeyHeader', 'X-API-Key');
}

/** @returns milliseconds. */
export function pollAfterMs(settings: Values): number {
  return numberSetting(settings, 'pollAfterMs', DEFAULT_POLL_AFTER_MS);
}

export function digitalLinkDomain(settings: Values): string {
  return textSetting(settings, 'digitalLinkDomain', 'https://id.gs1.org');
}

export function companyPrefixes(settings: Values): readonly string[] {
  const value = settings.companyPrefixes;
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

/** Fills a URI template of the settings; values are percent-encoded (RFC 3986 §2.1). */
export function uriOf(
  settings: Values,
  name: keyof typeof uriDefaults,
  parts: Readonly<Record<string, string>>,
): string {
  const text = textSetting(settings, name, uriDefaults[name]);
  return text.replace(/\{(\w+)\}/g, (whole, part: string) =>
    parts[part] === undefined ? whole : encodeURIComponent(parts[part]),
  );
}
