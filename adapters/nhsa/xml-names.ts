import type { IdContext, JsonSchema } from '../contract/index.ts';
import { textSetting } from '../kit/settings.ts';

/**
 * Names of an XML or SOAP front, which its operator makes up: a profile states them as constants, a link's setting of the same name
 * overrides each. No document of such a front is published (深圳 bizh11…, 北京 UpInhospInfo{inJson}), so all have defaults. UNCONFIRMED.
 */
const names = {
  xmlRoot: { fallback: 'input', what: 'Root element of a request; for SOAP with an XML text, of that text' },
  xmlRow: { fallback: '', what: 'Element of one row within a list node; empty: the node itself is repeated' },
  soapNamespace: { fallback: '', what: 'Namespace of the operation; empty: none' },
  soapOperation: { fallback: 'callService', what: 'Element below soap:Body' },
  soapArgument: { fallback: 'inJson', what: 'Its only argument, which holds the message as text' },
  soapAction: { fallback: '', what: 'SOAPAction header, quoted when sent' },
} as const;

export type XmlName = keyof typeof names;
const rows: ReadonlyArray<readonly [string, (typeof names)[XmlName]]> = Object.entries(names);

/** An XML name without a colon, or empty; a URI. */
const ncName = '^([A-Za-z_][A-Za-z0-9._-]*)?$';
const uri = '^[A-Za-z0-9:/?#@!$()*+,;=._~%-]*$';

export const xmlNameSettings: Readonly<Record<string, JsonSchema>> = Object.fromEntries(
  rows.map(([name, { what }]) => {
    const pattern = /Namespace|Action/.test(name) ? uri : ncName;
    return [name, { type: 'string', maxLength: 200, pattern, description: `${what}. Absent: the profile's.` }];
  }),
);

export function xmlName(name: XmlName, { settings, profile }: Pick<IdContext, 'settings' | 'profile'>): string {
  return textSetting(settings, name, profile.constants[name] ?? names[name].fallback);
}
