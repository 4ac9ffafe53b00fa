import type { Profile } from '../contract/index.ts';
import { type DigestAlgorithm, type DigestEncoding, digestAlgorithms, digestEncodings } from '../kit/digest.ts';
import { choiceSetting, textSetting } from '../kit/settings.ts';

export const authPlaces = ['header', 'body'] as const;
export const timestampForms = [
  'epoch-ms',
  'epoch-s',
  'china-datetime',
  'china-datetime-compact',
  'china-rfc3339',
] as const;
export const codeForms = ['text', 'number'] as const;

/** How one manufacturer wants requests signed: the profile's constants of the same names. */
export interface AuthDialect {
  readonly place: (typeof authPlaces)[number];
  readonly keyName: string;
  readonly timestampName: string;
  readonly nonceName: string;
  readonly signName: string;
  readonly timestampForm: (typeof timestampForms)[number];
  readonly algorithm: DigestAlgorithm;
  readonly encoding: DigestEncoding;
  readonly signingString: string;
  readonly signingSeparator: string;
}

/** Where things stand in one manufacturer's replies, as dotted paths. */
export interface ReplyDialect {
  /** JSON type of the code: the same digits in the other type are no answer of this platform. */
  readonly codeForm: (typeof codeForms)[number];
  readonly codePath: string;
  readonly messagePath: string;
  readonly successCode: string;
  readonly receiptPath: string;
  /** Undefined where the rows of a report are not answered one by one. */
  readonly rowsPath: string | undefined;
  readonly rowNumberPath: string;
  readonly rowCodePath: string;
  readonly rowMessagePath: string;
  readonly statusPath: string;
  readonly statusAccepted: string;
  readonly statusPending: string;
  readonly statusNotFound: string;
}

/** @throws TypeError naming the constant that the profile lacks or has wrong. */
export function authDialect({ constants }: Profile): AuthDialect {
  return {
    place: choiceSetting(constants, 'authPlace', authPlaces, 'header'),
    keyName: textSetting(constants, 'keyName'),
    timestampName: textSetting(constants, 'timestampName'),
    nonceName: textSetting(constants, 'nonceName'),
    signName: textSetting(constants, 'signName'),
    timestampForm: choiceSetting(constants, 'timestampForm', timestampForms, 'epoch-ms'),
    algorithm: choiceSetting(constants, 'digest', digestAlgorithms, 'hmac-sha256'),
    encoding: choiceSetting(constants, 'digestEncoding', digestEncodings, 'hex'),
    signingString: textSetting(constants, 'signingString'),
    signingSeparator: textSetting(constants, 'signingSeparator', ''),
  };
}

/** @throws TypeError naming the constant that the profile lacks or has wrong. */
export function replyDialect({ constants }: Profile): ReplyDialect {
  return {
    codeForm: choiceSetting(constants, 'codeForm', codeForms, 'text'),
    codePath: textSetting(constants, 'codePath'),
    messagePath: textSetting(constants, 'messagePath'),
    successCode: textSetting(constants, 'successCode'),
    receiptPath: textSetting(constants, 'receiptPath'),
    rowsPath: constants.rowsPath,
    rowNumberPath: textSetting(constants, 'rowNumberPath', 'lineNo'),
    rowCodePath: textSetting(constants, 'rowCodePath', 'code'),
    rowMessagePath: textSetting(constants, 'rowMessagePath', 'message'),
    statusPath: textSetting(constants, 'statusPath'),
    statusAccepted: textSetting(constants, 'statusAccepted'),
    statusPending: textSetting(constants, 'statusPending'),
    statusNotFound: textSetting(constants, 'statusNotFound'),
  };
}
