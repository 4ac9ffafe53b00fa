import { createHmac } from 'node:crypto';

export interface Keys {
  readonly accessKey: string;
  readonly secretKey: string;
}

/** One call of a service behind Alibaba's Cloud Service Bus, the gateway of transport T1 (湖南省定点医药机构接口规范 V1.1.27 §4.5). */
export interface CsbCall {
  readonly apiName: string;
  readonly apiVersion: string;
  /** epoch ms; the gateway allows 30 minutes of difference */
  readonly timestamp: number;
  readonly keys: Keys;
  readonly algorithm: CsbAlgorithm;
  /** Absent: no such header. */
  readonly nonce?: string;
}

/** HmacSHA1 is the client SDK's default; a gateway may be set to another. */
export type CsbAlgorithm = 'hmac-sha1' | 'hmac-sha256' | 'hmac-md5';

/** @returns the gateway headers, signed. The body is no part of the signature. */
export function csbHeaders({
  apiName,
  apiVersion,
  timestamp,
  keys,
  algorithm,
  nonce,
}: CsbCall): Record<string, string> {
  const signed = {
    _api_name: apiName,
    _api_version: apiVersion,
    _api_timestamp: String(timestamp),
    _api_access_key: keys.accessKey,
    ...(nonce !== undefined && { _api_nonce: nonce }),
  };
  return { ...signed, _api_signature: csbSignature(signed, keys.secretKey, algorithm) };
}

/**
 * @param signed the headers to sign and, where there are any, query and form parameters
 * @returns Base64(HMAC(secret, `k=v` sorted by key, joined by `&`)), all in UTF-8
 */
export function csbSignature(
  signed: Readonly<Record<string, string>>,
  secretKey: string,
  algorithm: CsbAlgorithm = 'hmac-sha1',
): string {
  return createHmac(algorithm.slice('hmac-'.length), secretKey).update(csbStringToSign(signed)).digest('base64');
}

export function csbStringToSign(signed: Readonly<Record<string, string>>): string {
  return Object.keys(signed)
    .sort()
    .map((key) => `${key}=${signed[key]}`)
    .join('&');
}
