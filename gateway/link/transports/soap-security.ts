import type { ISecurity, WSSecurityCert } from 'soap';
import type { SoapRequest, X509Signature } from '../../../adapters/contract/index.ts';
import { escapeXml, securityHeader, usernameToken } from './username-token.ts';

/** RFC 6931 §2.3.2 and the canonicalisation of every WS-Security profile. */
const rsaSha256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';
const exclusiveC14n = 'http://www.w3.org/2001/10/xml-exc-c14n#';

/**
 * What node-soap puts into the header of one call. It signs while it builds the envelope, so its own class is used for the signature;
 * but without its timestamp, which reads the clock by itself.
 */
export function securityOf({ security, signature }: SoapRequest, Cert: typeof WSSecurityCert): ISecurity {
  if (signature === undefined) return { toXML: () => (security === undefined ? '' : securityHeader(security)) };
  const { privateKey, certificate } = signature;
  const token = security === undefined ? '' : usernameToken(security);
  return new Cert(privateKey, certificate, '', {
    hasTimeStamp: false,
    signatureAlgorithm: rsaSha256,
    signatureTransformations: [exclusiveC14n],
    signerOptions: { idMode: 'wssecurity' },
    appendElement: timestamp(signature) + token,
    additionalReferences: ['wsu:Timestamp'],
  });
}

function timestamp({ created, expires }: X509Signature): string {
  const times = [
    `<wsu:Created>${escapeXml(created)}</wsu:Created>`,
    `<wsu:Expires>${escapeXml(expires)}</wsu:Expires>`,
  ];
  return `<wsu:Timestamp>${times.join('')}</wsu:Timestamp>`;
}
