import type { Origin } from '../../../mappings/catalogue/statement.ts';

/** What can be imported, and whose word each format is unless the import says otherwise. Apart from the readers: the command line shows it before any is needed. */
export const formatOrigins = {
  csv: 'user',
  xlsx: 'user',
  ndjson: 'user',
  'relations-csv': 'user',
  'nhsa-1301': 'nhsa',
  'msfx-prefixes': 'msfx',
  'relation-xml': 'manufacturer',
} as const satisfies Readonly<Record<string, Origin>>;

export type FormatName = keyof typeof formatOrigins;

export function isFormat(name: string): name is FormatName {
  return Object.hasOwn(formatOrigins, name);
}
