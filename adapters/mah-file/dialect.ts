import type { Profile } from '../contract/index.ts';
import { choiceSetting, textSetting } from '../kit/settings.ts';

export const packings = ['zip', 'none'] as const;
export const receiptForms = ['xml', 'csv'] as const;
export const doneMeanings = ['pending', 'accepted'] as const;
export const absentMeanings = ['not-received', 'unknown'] as const;

/** The folders of one manufacturer, under the link's endpoint. `done` and `error` are undefined where it does not use them. */
export interface Folders {
  readonly inbox: string;
  readonly receipts: string;
  readonly done: string | undefined;
  readonly error: string | undefined;
}

/** How a file is named and packed: the profile's constants of the same names. */
export interface FileDialect {
  /** Parts in braces: corpId, type, documentNo, time. */
  readonly fileName: string;
  readonly extension: string;
  readonly packing: (typeof packings)[number];
  readonly byteOrderMark: boolean;
  /** Parts in braces: file, try. */
  readonly temporaryName: string;
}

/** What receipts are called and where things stand in them: paths of elements and @attributes, or columns of a CSV. */
export interface ReceiptDialect {
  readonly form: (typeof receiptForms)[number];
  /** Parts in braces: name (without its ending), file. */
  readonly okName: string;
  readonly errorName: string;
  readonly done: (typeof doneMeanings)[number];
  /** What a file says that stands nowhere and has no receipt. */
  readonly absent: (typeof absentMeanings)[number];
  readonly root: string;
  readonly filePath: string;
  readonly codePath: string;
  readonly messagePath: string;
  readonly numberPath: string;
  readonly successCode: string;
  readonly rowsPath: string;
  readonly rowCodePath: string;
  readonly rowResultPath: string;
  readonly rowMessagePath: string;
}

/** @throws TypeError naming the constant that the profile lacks or has wrong. */
export function foldersOf({ constants }: Profile): Folders {
  return {
    inbox: textSetting(constants, 'inboxFolder'),
    receipts: textSetting(constants, 'receiptFolder'),
    done: constants.doneFolder,
    error: constants.errorFolder,
  };
}

/** @throws TypeError naming the constant that the profile lacks or has wrong. */
export function fileDialect({ constants }: Profile): FileDialect {
  return {
    fileName: textSetting(constants, 'fileName'),
    extension: textSetting(constants, 'extension'),
    packing: choiceSetting(constants, 'packing', packings, 'zip'),
    byteOrderMark: choiceSetting(constants, 'byteOrderMark', ['true', 'false'], 'false') === 'true',
    temporaryName: textSetting(constants, 'temporaryName'),
  };
}

/** @throws TypeError naming the constant that the profile lacks or has wrong. */
export function receiptDialect({ constants }: Profile): ReceiptDialect {
  // Where files vanish once taken, one that stands nowhere may be in work, and a second copy could be booked.
  const absentByDefault = constants.doneFolder === undefined ? 'unknown' : 'not-received';
  return {
    form: choiceSetting(constants, 'receiptForm', receiptForms, 'xml'),
    okName: textSetting(constants, 'receiptOk'),
    errorName: textSetting(constants, 'receiptError'),
    done: choiceSetting(constants, 'doneMeans', doneMeanings, 'pending'),
    absent: choiceSetting(constants, 'absentMeans', absentMeanings, absentByDefault),
    root: textSetting(constants, 'receiptRoot', ''),
    filePath: textSetting(constants, 'receiptFilePath'),
    codePath: textSetting(constants, 'receiptCodePath'),
    messagePath: textSetting(constants, 'receiptMessagePath'),
    numberPath: textSetting(constants, 'receiptNumberPath'),
    successCode: textSetting(constants, 'receiptSuccess'),
    rowsPath: textSetting(constants, 'receiptRowsPath', ''),
    rowCodePath: textSetting(constants, 'rowCodePath'),
    rowResultPath: textSetting(constants, 'rowResultPath'),
    rowMessagePath: textSetting(constants, 'rowMessagePath'),
  };
}

/** Fills the parts in braces. @throws TypeError for a part that there is not */
export function filled(template: string, parts: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (_whole, name: string) => {
    const part = Object.hasOwn(parts, name) ? parts[name] : undefined;
    if (part === undefined) throw new TypeError(`no part {${name}} in this name`);
    return part;
  });
}
