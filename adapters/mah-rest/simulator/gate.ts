import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { parseChinaDateTime, type SimRequest } from '../../sim-kit/index.ts';
import { Refusal } from './refusal.ts';
import type { MahRestSettings, Partner } from './settings.ts';

/** Who sent it, and what it says once the members of the signature are taken out. */
export interface Admitted {
  readonly partner: Partner;
  readonly content: Readonly<Record<string, unknown>>;
}

interface Claim {
  readonly key: string;
  readonly timestamp: string;
  readonly nonce: string;
  readonly sign: string;
}

const headerNames = { key: 'x-app-key', timestamp: 'x-timestamp', nonce: 'x-nonce', sign: 'x-sign' } as const;
const memberNames = { key: 'appKey', timestamp: 'timestamp', nonce: 'nonce', sign: 'sign' } as const;

/** Checks key, clock, signature and nonce, in this order; a nonce counts as used once its signature has proved right. */
export class Gate {
  readonly #settings: MahRestSettings;
  readonly #nonces = new Map<string, number>();

  constructor(settings: MahRestSettings) {
    this.#settings = settings;
  }

  /** @throws Refusal 3001, 3002, 3003 */
  admit(request: SimRequest, text: string, message: Readonly<Record<string, unknown>>, now: number): Admitted {
    const claim = this.#claim(request, message);
    const partner = this.#settings.partners.find(({ appKey }) => appKey === claim.key);
    if (partner === undefined) throw new Refusal('3001', '签名错误');
    const sentAt = this.#instant(claim.timestamp);
    if (sentAt === undefined || Math.abs(now - sentAt) > this.#settings.skewMs) throw new Refusal('3002', '时间戳无效');
    const base =
      this.#settings.place === 'header'
        ? [claim.key, claim.timestamp, claim.nonce, text].join('|')
        : `${sortedPairs(message)}&secret=${partner.appSecret}`;
    if (!equal(claim.sign, this.#digest(base, partner.appSecret))) throw new Refusal('3001', '签名错误');
    this.#use(`${claim.key} ${claim.nonce}`, now);
    return { partner, content: this.#settings.place === 'header' ? message : withoutClaim(message) };
  }

  #claim(request: SimRequest, message: Readonly<Record<string, unknown>>): Claim {
    const names = this.#settings.place === 'header' ? headerNames : memberNames;
    const source = this.#settings.place === 'header' ? request.headers : message;
    const take = (name: string): string => {
      const value = source[name];
      if (typeof value !== 'string' || value === '') throw new Refusal('3001', `缺少${name}`);
      return value;
    };
    return { key: take(names.key), timestamp: take(names.timestamp), nonce: take(names.nonce), sign: take(names.sign) };
  }

  #instant(text: string): number | undefined {
    if (this.#settings.timestamps === 'china') return parseChinaDateTime(text);
    const digits = this.#settings.timestamps === 'seconds' ? /^\d{10}$/ : /^\d{13}$/;
    if (!digits.test(text)) return undefined;
    return this.#settings.timestamps === 'seconds' ? Number(text) * 1000 : Number(text);
  }

  #digest(base: string, secret: string): string {
    const { algorithm, encoding } = this.#settings;
    const name = algorithm.replace('HMAC-', '').replace('SHA-', 'SHA').toLowerCase();
    const hash = algorithm.startsWith('HMAC-') ? createHmac(name, secret) : createHash(name);
    const bytes = hash.update(Buffer.from(base, 'utf8')).digest();
    if (encoding === 'base64') return bytes.toString('base64');
    return encoding === 'upper' ? bytes.toString('hex').toUpperCase() : bytes.toString('hex');
  }

  /** Remembered for as long as its timestamp could be taken. */
  #use(nonce: string, now: number): void {
    for (const [known, until] of this.#nonces) {
      if (until > now) break;
      this.#nonces.delete(known);
    }
    if (this.#nonces.has(nonce)) throw new Refusal('3003', '随机数重复');
    this.#nonces.set(nonce, now + 2 * this.#settings.skewMs);
  }
}

function sortedPairs(message: Readonly<Record<string, unknown>>): string {
  const pairs = Object.entries(message).filter(([name, value]) => name !== memberNames.sign && value !== '');
  const text = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));
  return pairs
    .map(([name, value]) => `${name}=${text(value)}`)
    .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    .join('&');
}

function withoutClaim(message: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const names: readonly string[] = Object.values(memberNames);
  return Object.fromEntries(Object.entries(message).filter(([name]) => !names.includes(name)));
}

function equal(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
