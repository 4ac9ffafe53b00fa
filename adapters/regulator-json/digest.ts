import { timingSafeEqual } from 'node:crypto';
import { type CallContext, type NativeResponse, SetupError } from '../contract/index.ts';
import { digestText } from '../kit/digest.ts';
import type { JsonObject } from '../kit/json.ts';
import { atPath } from '../kit/json-path.ts';
import { memberText, namesPart, type SigningValues, signingString, sortedMembers } from '../kit/signing-string.ts';
import { type DigestDialect, dataDialect, replyDigest, requestDigest } from './dialect.ts';

type Message = Readonly<Record<string, unknown>>;

/** A message ready to go: headers to add and the body's text. */
export interface Digested {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Adds the digest of a request. In a header it covers the body as it goes out; as a member it is added last.
 * @throws RequestError when the institution has no secret and the profile needs one.
 */
export function withDigest(message: Message, context: CallContext): Digested {
  const dialect = requestDigest(context.profile);
  const body = JSON.stringify(message);
  if (dialect.place === 'none') return { headers: {}, body };
  const digest = digestOf(message, { body: () => body }, dialect, context);
  if (dialect.place === 'header') return { headers: { [dialect.name]: digest }, body };
  return { headers: {}, body: JSON.stringify({ ...message, [dialect.name]: digest }) };
}

/**
 * Checks the digest of a reply. `body` is a part only where the digest stands in a header: a member cannot cover the text it is in.
 * @returns whether it is there and right, or the profile expects none.
 */
export function isGenuine(response: NativeResponse, reply: JsonObject, context: CallContext): boolean {
  const dialect = replyDigest(context.profile);
  if (dialect.place === 'none') return true;
  const inHeader = dialect.place === 'header';
  const given = inHeader ? response.headers[dialect.name.toLowerCase()] : atPath(reply, dialect.name);
  if (typeof given !== 'string') return false;
  const body = () => new TextDecoder('utf-8').decode(response.body);
  return isSame(given, digestOf(reply, inHeader ? { body } : {}, dialect, context));
}

function digestOf(message: Message, more: SigningValues, dialect: DigestDialect, context: CallContext): string {
  const { name } = dataDialect(context.profile);
  const secret = secretFor(dialect, context);
  const values: SigningValues = {
    ...more,
    secret: () => secret,
    data: () => memberText(message[name]),
    sorted: () => sortedMembers(message, [dialect.name]),
  };
  const field = (member: string) => memberText(message[member]);
  return digestText(signingString(dialect.signingString, dialect.signingSeparator, values, field), dialect, secret);
}

function secretFor({ algorithm, signingString: template }: DigestDialect, { institution }: CallContext): string {
  const secret = institution.credentials.secret ?? '';
  const isNeeded = algorithm.startsWith('hmac-') || namesPart(template, 'secret');
  if (secret !== '' || !isNeeded) return secret;
  throw new SetupError('IDENTITY_INCOMPLETE', `institution ${institution.code} has no secret on this link`);
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
