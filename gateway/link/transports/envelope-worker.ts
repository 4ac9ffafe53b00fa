/** The thread that signs the SOAP envelopes of one link (WS-Security X.509). Only what signs is loaded, not node-soap's clients. */
import { WSSecurityCert } from 'soap/lib/security/WSSecurityCert.js';
import { serveOrders } from './thread-port.ts';

export interface EnvelopeOrder {
  readonly envelope: string;
  /** Prefix of the envelope's namespace. */
  readonly prefix: string;
  /** PEM. */
  readonly privateKey: string;
  readonly certificate: string;
  /** XML that stands in the security header beside the certificate: the timestamp, and a token if there is one. */
  readonly header: string;
}

/** RFC 6931 §2.3.2 and the canonicalisation of every WS-Security profile. */
const rsaSha256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';
const exclusiveC14n = 'http://www.w3.org/2001/10/xml-exc-c14n#';

// WSSecurityCert calls a method that xml-crypto will drop one day; nobody who reads a log can change that.
process.noDeprecation = true;

/** Signs body and timestamp. node-soap's own timestamp is off: it reads the clock by itself. */
serveOrders(({ envelope, prefix, privateKey, certificate, header }: EnvelopeOrder): string => {
  const signing = new WSSecurityCert(privateKey, certificate, '', {
    hasTimeStamp: false,
    signatureAlgorithm: rsaSha256,
    signatureTransformations: [exclusiveC14n],
    signerOptions: { idMode: 'wssecurity' },
    appendElement: header,
    additionalReferences: ['wsu:Timestamp'],
  });
  return signing.postProcess(envelope, prefix);
});
