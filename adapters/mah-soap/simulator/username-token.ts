import { createHash, timingSafeEqual } from 'node:crypto';
import type { Element } from '@xmldom/xmldom';
import { children, leaf } from './dom.ts';
import { SoapFault } from './fault.ts';
import { ns, tokenProfile } from './names.ts';
import type { MahSettings, Partner } from './settings.ts';

const failed = () =>
  new SoapFault('wsse:FailedAuthentication', 'The security token could not be authenticated or authorized');
const expired = () => new SoapFault('wsse:MessageExpired', 'The message has expired');

/**
 * WS-Security UsernameToken (OASIS UsernameToken Profile 1.0): PasswordDigest = Base64(SHA-1(nonce + created + password)).
 * A nonce counts once; it is remembered for as long as its token could still be fresh.
 */
export class TokenGate {
  readonly #settings: MahSettings;
  readonly #nonces = new Map<string, number>();

  constructor(settings: MahSettings) {
    this.#settings = settings;
  }

  /** @throws SoapFault wsse:FailedAuthentication or wsse:MessageExpired; wsse:InvalidSecurity when there is no token. */
  admit(security: Element | undefined, now: number): Partner {
    const token =
      security === undefined ? undefined : children(security).find((child) => is(child, 'UsernameToken', ns.wsse));
    if (security === undefined || token === undefined)
      throw new SoapFault('wsse:InvalidSecurity', 'A UsernameToken is required');
    const username = part(token, 'Username', ns.wsse);
    const password = part(token, 'Password', ns.wsse);
    const nonce = part(token, 'Nonce', ns.wsse);
    const created = part(token, 'Created', ns.wsu);
    const partner = this.#settings.partners.find((known) => known.username === username?.text);
    if (partner === undefined || password === undefined) throw failed();
    // A password without a type is a PasswordText (UsernameToken Profile 1.0 §3.1).
    const type = password.element.getAttribute('Type') || `${tokenProfile}#PasswordText`;
    if (type !== `${tokenProfile}#${this.#settings.passwordType}`) throw failed();
    const digested = this.#settings.passwordType === 'PasswordDigest';
    if (digested && (nonce === undefined || created === undefined)) throw failed();
    const expected = digested ? digest(nonce?.text ?? '', created?.text ?? '', partner.password) : partner.password;
    if (!equal(password.text, expected)) throw failed();
    if (created !== undefined && !(Math.abs(now - Date.parse(created.text)) <= this.#settings.skewMs)) throw expired();
    this.#spend(nonce === undefined ? undefined : Buffer.from(nonce.text, 'base64').toString('hex'), now);
    return partner;
  }

  #spend(nonce: string | undefined, now: number): void {
    for (const [old, until] of this.#nonces) {
      if (until >= now) break;
      this.#nonces.delete(old);
    }
    if (nonce === undefined) return;
    if (this.#nonces.has(nonce)) throw failed();
    this.#nonces.set(nonce, now + 2 * this.#settings.skewMs);
  }
}

function digest(nonce: string, created: string, password: string): string {
  return createHash('sha1')
    .update(Buffer.from(nonce, 'base64'))
    .update(created, 'utf8')
    .update(password, 'utf8')
    .digest('base64');
}

function part(token: Element, name: string, namespace: string): { element: Element; text: string } | undefined {
  const element = children(token).find((child) => is(child, name, namespace));
  return element === undefined ? undefined : { element, text: leaf(element) };
}

function is(element: Element, name: string, namespace: string): boolean {
  return element.localName === name && element.namespaceURI === namespace;
}

function equal(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
