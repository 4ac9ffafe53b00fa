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
}

/** @returns the five gateway headers, signed. The body is no part of the signature. */
export function csbHeaders({ apiName, apiVersion, timestamp, keys }: CsbCall): Record<string, string> {
  const signed = {
    _api_name: apiName,
    _api_version: apiVersion,
    _api_timestamp: String(timestamp),
    _api_access_key: keys.accessKey,
  };
  return { ...signed, _api_signature: csbSignature(signed, keys.secretKey) };
}

/**
 * @param signed the headers to sign and, where there are any, query and form parameters
 * @returns Base64(HMAC-SHA1(secret, `k=v` sorted by key, joined by `&`)), all in UTF-8
 */
export function csbSignature(signed: Readonly<Record<string, string>>, secretKey: string): string {
  return createHmac('sha1', secretKey).update(csbStringToSign(signed)).digest('base64');
}

export function csbStringToSign(signed: Readonly<Record<string, string>>): string {
  return Object.keys(signed)
    .sort()
    .map((key) => `${key}=${signed[key]}`)
    .join('&');
}
