import { isObject, type JsonValue } from '../kit/json.ts';
import { SM4_KEY_LENGTH, sm4Decrypt, sm4Encrypt } from './sm4.ts';

type Values = Readonly<Record<string, unknown>>;

/*
 * encData and signData (transport T6: 电子凭证, 移动支付, 电子处方中心; also as `input` of the normal envelope). No document of it is
 * published; clients agree, and a captured message has been recomputed.
 */

/** @returns the SM4 key of an application: its secret encrypted under its id, of that the first 16 hex digits in capitals */
export function applicationKey(appId: string, appSecret: string): Buffer {
  const first = sm4Encrypt(Buffer.from(appId, 'utf8').subarray(0, SM4_KEY_LENGTH), appSecret);
  return Buffer.from(first.toString('hex').toUpperCase().slice(0, SM4_KEY_LENGTH), 'ascii');
}

/** @returns `encData`: upper-case hex of the encrypted JSON */
export function encryptedData(key: Uint8Array, data: unknown): string {
  return sm4Encrypt(key, JSON.stringify(data)).toString('hex').toUpperCase();
}

/** @returns the text within `encData`, in either case of hex; undefined when it does not open */
export function decryptedData(key: Uint8Array, encData: string): string | undefined {
  return /^([0-9a-fA-F]{32})+$/.test(encData) ? sm4Decrypt(key, Buffer.from(encData, 'hex')) : undefined;
}

/**
 * The text that signData signs: entries with a value, `data` as compact JSON of sorted keys and texts, pieces sorted whatever their case,
 * the secret at the end. Numbers are written as they stand in JSON (`10`, never `10.0`).
 * @param message with its data in the clear; signData, encData and extra take no part
 */
export function signingText(message: Values, appSecret: string): string {
  const pieces = Object.entries(message)
    .filter(([name]) => !['signData', 'encData', 'extra'].includes(name))
    .flatMap(([name, value]) => {
      const text = isNested(value) ? JSON.stringify(tidied(value)) : scalarText(value);
      return text === '' ? [] : [`${name}=${text}`];
    });
  const sorted = pieces.sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
  return `${sorted.join('&')}&key=${appSecret}`;
}

function isNested(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function scalarText(value: unknown): string {
  return value === null || value === undefined ? '' : String(value);
}

/** Objects with sorted keys and without empty members; empty lists are empty members, too. */
function tidied(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(tidied);
  if (!isNested(value)) return scalarText(value);
  const members = Object.entries(value).flatMap(([name, member]) => {
    const empty =
      member === null || member === undefined || member === '' || (Array.isArray(member) && member.length === 0);
    return empty ? [] : [[name, tidied(member)] as const];
  });
  return Object.fromEntries(members.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** @returns the encData of a reply's output, if that is what it has */
export function encDataOf(output: JsonValue | undefined): string | undefined {
  const encData = isObject(output) ? output.encData : undefined;
  return typeof encData === 'string' ? encData : undefined;
}
