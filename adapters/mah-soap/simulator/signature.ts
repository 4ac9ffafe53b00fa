import { createHash, verify, X509Certificate } from 'node:crypto';
import type { Element, Node } from '@xmldom/xmldom';
import { canonical } from './canonical.ts';
import { SoapFault } from './fault.ts';
import { ns } from './names.ts';

const dsig = 'http://www.w3.org/2000/09/xmldsig#';
const rsaSha256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';
const sha256 = 'http://www.w3.org/2001/04/xmlenc#sha256';
const exclusiveC14n = 'http://www.w3.org/2001/10/xml-exc-c14n#';

const refused = (why: string) => new SoapFault('wsse:FailedCheck', `The signature or decryption was invalid: ${why}`);

/**
 * Verifies the X.509 signature of a message (OASIS WSS X.509 Certificate Token Profile) with nothing but node:crypto and the
 * canonicalisation beside this file: digest of every reference, that body and timestamp are among them, and the signature itself.
 * @returns the certificate that signed
 * @throws SoapFault wsse:InvalidSecurity without a signature; wsse:FailedCheck; wsse:MessageExpired
 */
export function verifySignature(envelope: Element, now: number, skewMs: number): X509Certificate {
  const security = only(envelope, 'Security', ns.wsse);
  const signature = security === undefined ? undefined : only(security, 'Signature', dsig);
  if (security === undefined || signature === undefined)
    throw new SoapFault('wsse:InvalidSecurity', 'An X.509 signature is required');
  const signedInfo = part(signature, 'SignedInfo', dsig);
  methodIs(part(signedInfo, 'CanonicalizationMethod', dsig), exclusiveC14n);
  methodIs(part(signedInfo, 'SignatureMethod', dsig), rsaSha256);
  const signed = all(signedInfo, 'Reference', dsig).map((reference) => referenced(envelope, reference));
  const body = children(envelope).find(({ localName }) => localName === 'Body');
  const timestamp = part(security, 'Timestamp', ns.wsu);
  // What is not signed can be exchanged; and what is signed elsewhere in the message says nothing (signature wrapping).
  if (body === undefined || !signed.includes(body) || !signed.includes(timestamp))
    throw refused('body and timestamp must be signed');
  const certificate = certificateOf(security, signature);
  const value = Buffer.from(textOf(part(signature, 'SignatureValue', dsig)), 'base64');
  if (!verify('sha256', Buffer.from(canonical(signedInfo), 'utf8'), certificate.publicKey, value))
    throw refused('value');
  checkTimes(timestamp, now, skewMs);
  return certificate;
}

function referenced(envelope: Element, reference: Element): Element {
  const id = (reference.getAttribute('URI') ?? '').replace(/^#/, '');
  const [target, ...others] = descendants(envelope).filter(
    (element) => id !== '' && (element.getAttributeNS(ns.wsu, 'Id') === id || element.getAttribute('Id') === id),
  );
  if (target === undefined || others.length > 0) throw refused('a reference points nowhere, or at two elements');
  for (const transform of all(reference, 'Transform', dsig)) methodIs(transform, exclusiveC14n);
  methodIs(part(reference, 'DigestMethod', dsig), sha256);
  const digest = createHash('sha256').update(canonical(target), 'utf8').digest('base64');
  if (digest !== textOf(part(reference, 'DigestValue', dsig))) throw refused('digest');
  return target;
}

/** The certificate that KeyInfo points at, by the token's own id. */
function certificateOf(security: Element, signature: Element): X509Certificate {
  const id = (part(signature, 'Reference', ns.wsse).getAttribute('URI') ?? '').replace(/^#/, '');
  const token = part(security, 'BinarySecurityToken', ns.wsse);
  if (token.getAttributeNS(ns.wsu, 'Id') !== id) throw refused('no such token');
  try {
    return new X509Certificate(Buffer.from(textOf(token), 'base64'));
  } catch {
    // Whatever is wrong with it, the sender learns that it is no certificate.
    throw refused('no certificate');
  }
}

function checkTimes(timestamp: Element, now: number, skewMs: number): void {
  const created = Date.parse(textOf(part(timestamp, 'Created', ns.wsu)));
  const expires = Date.parse(textOf(part(timestamp, 'Expires', ns.wsu)));
  const fresh = Math.abs(now - created) <= skewMs && now - skewMs <= expires && created < expires;
  if (!fresh) throw new SoapFault('wsse:MessageExpired', 'The message has expired');
}

function methodIs(element: Element, algorithm: string): void {
  if (element.getAttribute('Algorithm') !== algorithm) throw refused(`algorithm of ${element.localName}`);
}

function part(parent: Element, name: string, namespace: string): Element {
  const found = only(parent, name, namespace);
  if (found === undefined) throw refused(`${name} is missing or there twice`);
  return found;
}

function only(parent: Element, name: string, namespace: string): Element | undefined {
  const [first, ...others] = all(parent, name, namespace);
  return others.length === 0 ? first : undefined;
}

function all(parent: Element, name: string, namespace: string): readonly Element[] {
  return descendants(parent).filter((element) => element.localName === name && element.namespaceURI === namespace);
}

function descendants(parent: Element): readonly Element[] {
  return children(parent).flatMap((child) => [child, ...descendants(child)]);
}

function children(parent: Element): readonly Element[] {
  return Array.from(parent.childNodes).filter((node: Node): node is Element => node.nodeType === 1);
}

function textOf(element: Element): string {
  return (element.textContent ?? '').replace(/\s+/g, '');
}
