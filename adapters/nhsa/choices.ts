import type { IdContext, JsonSchema } from '../contract/index.ts';
import { charsets } from '../kit/encode-text.ts';

/**
 * What a region chooses from. A profile states its choice as a constant of the same name; a link's setting overrides it, for what a
 * platform turns out to want.
 */
export const choices = {
  /** Who stands before the platform and what it wants to see: the code of a transport is chosen by this word. */
  transport: ['csb', 'x-tif', 'plain', 'oauth', 'beijing'],
  /** The language of request and reply: JSON, an XML document, or a SOAP call with one text argument of JSON or XML. */
  bodyForm: ['json', 'xml', 'soap-json', 'soap-xml'],
  /** Of an XML request; a reply says its own. */
  xmlCharset: charsets,
  /** Of a JSON reply, whatever its header says: those in GBK mostly call themselves UTF-8. */
  replyCharset: charsets,
  /** One URL for all transactions, one per number, or one per function (constants `path.<number>`, `path.default`). */
  paths: ['one', 'number', 'function'],
  /** Digest of a service bus's signature, and whether the client adds a number used once to what is signed (CSB client SDK). */
  csbAlgorithm: ['hmac-sha1', 'hmac-sha256', 'hmac-md5'],
  csbNonce: ['none', 'signed'],
  /** Hex digits of an x-tif signature. */
  tifHexCase: ['lower', 'upper'],
  /** How a session begins; `none` is no sign-in at all. */
  signIn: ['9001', 'token', 'none'],
  /** The transaction under `input`: an object, one text under SM4, or encData with signData. */
  inputForm: ['object', 'sm4', 'enc-data'],
  /** What the signature in `cainfo` covers. */
  cainfo: ['none', 'header', 'input'],
  /** Do empty values of the head take part in its signature? */
  cainfoEmpties: ['keep', 'drop'],
  cainfoForm: ['rs', 'der'],
} as const;

export type ChoiceName = keyof typeof choices;
export type Choice<N extends ChoiceName> = (typeof choices)[N][number];

/** @throws TypeError for a profile constant that names none of the choices: found by the tests of every profile. */
export function chosen<N extends ChoiceName>(
  name: N,
  { settings, profile }: Omit<IdContext, 'institution'>,
): Choice<N> {
  const given = settings[name] ?? profile.constants[name];
  const known: ReadonlyArray<Choice<N>> = choices[name];
  const found = known.find((choice) => choice === given);
  if (found === undefined) throw new TypeError(`profile ${profile.id}: ${name} must be one of ${known.join(', ')}`);
  return found;
}

/** The settings that override a profile's choice. */
export const choiceSettings: Readonly<Record<ChoiceName, JsonSchema>> = {
  transport: { enum: choices.transport, description: "Absent: the profile's." },
  bodyForm: { enum: choices.bodyForm, description: "Absent: the profile's." },
  xmlCharset: { enum: choices.xmlCharset, description: "Absent: the profile's. UNCONFIRMED everywhere." },
  replyCharset: { enum: choices.replyCharset, description: "Of JSON replies. Absent: the profile's." },
  paths: { enum: choices.paths, description: "Absent: the profile's." },
  csbAlgorithm: {
    enum: choices.csbAlgorithm,
    description: "Absent: the profile's. Only hmac-sha1 is known to be in use.",
  },
  csbNonce: {
    enum: choices.csbNonce,
    description: "Header _api_nonce. Absent: the profile's. UNCONFIRMED everywhere.",
  },
  tifHexCase: { enum: choices.tifHexCase, description: "Absent: the profile's. Both have been seen." },
  signIn: { enum: choices.signIn, description: "Absent: the profile's." },
  inputForm: { enum: choices.inputForm, description: "Absent: the profile's." },
  cainfo: { enum: choices.cainfo, description: "Absent: the profile's." },
  cainfoEmpties: { enum: choices.cainfoEmpties, description: "Absent: the profile's. UNCONFIRMED everywhere." },
  cainfoForm: {
    enum: choices.cainfoForm,
    description: "Absent: the profile's. UNCONFIRMED everywhere but in Jilin (rs).",
  },
};
