import { generateKeyPairSync, sign } from 'node:crypto';

/** A fresh RSA key and a certificate for it, signed by itself (RFC 5280 §4.1, version 1): no key ever lies in the repository. */
export interface SelfSigned {
  readonly certificate: string;
  readonly privateKey: string;
}

const oid = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'));
/** sha256WithRSAEncryption, RFC 4055 §5; id-at-commonName. */
const rsaSha256 = (): Buffer => der(0x30, oid('2a864886f70d01010b'), der(0x05));
const commonName = (name: string): Buffer =>
  der(0x30, der(0x31, der(0x30, oid('550403'), der(0x0c, Buffer.from(name, 'utf8')))));

export function selfSigned(name: string): SelfSigned {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const validity = der(0x30, der(0x17, Buffer.from('260101000000Z')), der(0x17, Buffer.from('490101000000Z')));
  const spki = publicKey.export({ format: 'der', type: 'spki' });
  const subject = commonName(name);
  const tbs = der(0x30, der(0x02, Buffer.from([1])), rsaSha256(), subject, validity, subject, spki);
  const signature = der(0x03, Buffer.from([0]), sign('sha256', tbs, privateKey));
  const base64 = der(0x30, tbs, rsaSha256(), signature).toString('base64');
  const label = 'CERTIFICATE';
  return {
    certificate: `-----BEGIN ${label}-----\n${base64.replace(/.{64}/g, '$&\n')}\n-----END ${label}-----\n`,
    privateKey: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
  };
}

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const short = content.length < 0x80;
  const size = short ? [content.length] : [0x82, content.length >> 8, content.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}
