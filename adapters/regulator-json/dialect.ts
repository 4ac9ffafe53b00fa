import type { Profile } from '../contract/index.ts';
import { type DigestAlgorithm, type DigestEncoding, digestAlgorithms, digestEncodings } from '../kit/digest.ts';
import { choiceSetting, textSetting } from '../kit/settings.ts';

export const digestPlaces = ['header', 'body', 'none'] as const;
export const dataForms = ['object', 'text', 'zip-base64', 'gzip-base64'] as const;
export const dataContents = ['json', 'xml'] as const;
export const successForms = ['text', 'number', 'boolean'] as const;

/** One direction's digest: where it stands, under which name, over which text. */
export interface DigestDialect {
  readonly place: (typeof digestPlaces)[number];
  readonly name: string;
  readonly algorithm: DigestAlgorithm;
  readonly encoding: DigestEncoding;
  readonly signingString: string;
  readonly signingSeparator: string;
}

/** How the business content goes out: the member that holds it, and in which form. */
export interface DataDialect {
  readonly name: string;
  readonly form: (typeof dataForms)[number];
  /** What is packed: the content as JSON, or as an XML document with this root element. Of no account for `object`. */
  readonly content: (typeof dataContents)[number];
  readonly root: string;
}

/** Where things stand in replies, as dotted paths; undefined where the platform does not say them. */
export interface ReplyDialect {
  readonly successPath: string;
  /** JSON type of the success mark: the same word in another type is no answer of this platform. */
  readonly successForm: (typeof successForms)[number];
  readonly successValue: string;
  readonly codePath: string;
  readonly messagePath: string;
  readonly eventPath: string | undefined;
  readonly receiptPath: string | undefined;
  readonly statePath: string;
  readonly stateAccepted: string;
  readonly statePending: string;
  readonly stateNotFound: string;
}

/** @throws TypeError naming the constant that the profile lacks or has wrong. */
export function requestDigest({ constants }: Profile): DigestDialect {
  return digestDialect(constants, 'digestPlace', 'digestName', 'signingString', 'signingSeparator');
}

/** @throws TypeError naming the constant that the profile lacks or has wrong. */
export function replyDigest({ constants }: Profile): DigestDialect {
  return digestDialect(constants, 'replyDigestPlace', 'replyDigestName', 'replySigningString', 'replySigningSeparator');
}

/** @throws TypeError naming the constant that the profile lacks or has wrong. */
export function dataDialect({ constants }: Profile): DataDialect {
  return {
    name: textSetting(constants, 'dataName', 'data'),
    form: choiceSetting(constants, 'dataForm', dataForms, 'object'),
    content: choiceSetting(constants, 'dataContent', dataContents, 'json'),
    root: textSetting(constants, 'dataRoot', 'data'),
  };
}

/** @throws TypeError naming the constant that the profile lacks or has wrong. */
export function replyDialect({ constants }: Profile): ReplyDialect {
  return {
    successPath: textSetting(constants, 'successPath'),
    successForm: choiceSetting(constants, 'successForm', successForms, 'text'),
    successValue: textSetting(constants, 'successValue'),
    codePath: textSetting(constants, 'codePath'),
    messagePath: textSetting(constants, 'messagePath'),
    eventPath: constants.eventPath,
    receiptPath: constants.receiptPath,
    statePath: textSetting(constants, 'statePath'),
    stateAccepted: textSetting(constants, 'stateAccepted'),
    statePending: textSetting(constants, 'statePending'),
    stateNotFound: textSetting(constants, 'stateNotFound'),
  };
}

function digestDialect(
  constants: Profile['constants'],
  place: string,
  name: string,
  signing: string,
  separator: string,
): DigestDialect {
  const where = choiceSetting(constants, place, digestPlaces, 'header');
  const isUsed = where !== 'none';
  return {
    place: where,
    name: isUsed ? textSetting(constants, name) : '',
    algorithm: choiceSetting(constants, 'digest', digestAlgorithms, 'sm3'),
    encoding: choiceSetting(constants, 'digestEncoding', digestEncodings, 'hex'),
    signingString: isUsed ? textSetting(constants, signing) : '',
    signingSeparator: textSetting(constants, separator, ''),
  };
}
