import type { LogFields } from './contract.ts';

/** Longest text of one field: a line must not become a copy of a payload. */
const maxTextLength = 1000;

/** C0, DEL, C1, line separators and bidirectional overrides: what forges lines, colours terminals or hides text. */
const control = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** 18-character resident id (GB 11643-1999); trace codes have 20 digits and stay. */
const residentId = /(?<![0-9])[0-9]{17}[0-9Xx](?![0-9])/g;
/** Mainland mobile number. */
const mobile = /(?<![0-9])1[3-9][0-9]{9}(?![0-9])/g;
/** An API key of ours, or anything sent as a bearer token. */
const token = /\bthk_[A-Za-z0-9_-]+|\bBearer\s+\S+/g;

/** The allow-list of contract.ts at run time: a caller without types must not widen it. */
const allowed: ReadonlySet<string> = new Set<keyof LogFields>([
  'link',
  'adapter',
  'operation',
  'category',
  'code',
  'kind',
  'tenant',
  'institution',
  'event',
  'delivery',
  'request',
  'state',
  'durationMs',
  'status',
  'count',
  'detail',
]);

/**
 * The only fields that reach a log line: allowed names with a text or a finite number. Anything else, above all an error
 * object of a library (axios keeps the whole request in it), is left out.
 */
export function cleanFields(fields: LogFields | undefined): Record<string, string | number> {
  const clean: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(fields ?? {})) {
    if (!allowed.has(name)) continue;
    if (typeof value === 'string') clean[name] = name === 'detail' ? cleanText(value) : cleanName(value);
    if (typeof value === 'number' && Number.isFinite(value)) clean[name] = value;
  }
  return clean;
}

/** @returns free text without control characters, with personal data and keys masked, at most 1,000 characters. */
export function cleanText(value: unknown): string {
  return cleanName(value).replace(token, '[key]').replace(residentId, '[id]').replace(mobile, '[phone]');
}

/** Names and ids are only freed of control characters: 定点机构代码 such as P13900000001 look like a phone number inside. */
function cleanName(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, maxTextLength).replace(control, '') : '(not a text)';
}
