import { fileURLToPath } from 'node:url';
import type { IdContext, Profile, SoapRequest } from '../contract/index.ts';
import { choiceSetting, textSetting } from '../kit/settings.ts';

export const soapVersions = ['1.1', '1.2'] as const;
export const resultForms = ['text', 'body'] as const;
export const codeForms = ['digits', 'text'] as const;

/** A WSDL beside its profile: `<folder>/<file>.wsdl` under mappings/mah, and nothing that could leave it. */
export const wsdlPattern = '^[a-z0-9][a-z0-9-]*/[A-Za-z0-9][A-Za-z0-9_-]*\\.wsdl$';
const wsdlFolder = new URL('../../mappings/mah/', import.meta.url);

/** How one manufacturer's service is called: the profile's constants of the same names. */
export interface ServiceDialect {
  /** Absolute path. */
  readonly wsdl: string;
  readonly version: NonNullable<SoapRequest['version']>;
  readonly reportOperation: string;
  readonly queryOperation: string;
}

/** Where things stand in one manufacturer's replies: paths such as `A/B` or `A/@b` under the result element. */
export interface ReplyDialect {
  /** `text`: the result is a text that holds XML; `body`: it is the element in the SOAP body itself. */
  readonly form: (typeof resultForms)[number];
  readonly codeForm: (typeof codeForms)[number];
  readonly codePath: string;
  readonly messagePath: string;
  /** What must stand there for a yes. */
  readonly okPath: string;
  readonly okValues: readonly string[];
  readonly receiptPath: string;
  /** Undefined where rows are not answered one by one. */
  readonly rowsPath: string | undefined;
  readonly rowNumberPath: string;
  readonly rowCodePath: string;
  readonly rowMessagePath: string;
  readonly rowOkValues: readonly string[];
  readonly statusPath: string;
  readonly statusAccepted: string;
  readonly statusPending: string;
  readonly statusNotFound: string;
  readonly statusReceiptPath: string;
}

/** @throws TypeError naming the constant or setting that is missing or would leave the folder of WSDL files. */
export function serviceDialect({ profile, settings }: Pick<IdContext, 'profile' | 'settings'>): ServiceDialect {
  const { constants } = profile;
  const name = textSetting(settings, 'wsdl', constants.wsdl);
  if (!new RegExp(wsdlPattern).test(name)) throw new TypeError('wsdl must be <folder>/<file>.wsdl under mappings/mah');
  return {
    wsdl: fileURLToPath(new URL(name, wsdlFolder)),
    version: choiceSetting(constants, 'soapVersion', soapVersions, '1.1'),
    reportOperation: textSetting(constants, 'reportOperation'),
    queryOperation: textSetting(constants, 'queryOperation'),
  };
}

/** @returns where the result of a report or an enquiry stands: the element of the reply, and its root's name. */
export function resultNames(
  { constants }: Profile,
  what: 'report' | 'query',
): { readonly field: string; readonly root: string } {
  return { field: textSetting(constants, `${what}Result`), root: textSetting(constants, 'resultRoot', '') };
}

/** @throws TypeError naming the constant that the profile lacks or has wrong. */
export function replyDialect({ constants }: Profile): ReplyDialect {
  const codePath = textSetting(constants, 'codePath');
  const okValues = textSetting(constants, 'okValues');
  const receiptPath = textSetting(constants, 'receiptPath');
  return {
    form: choiceSetting(constants, 'resultForm', resultForms, 'text'),
    codeForm: choiceSetting(constants, 'codeForm', codeForms, 'digits'),
    codePath,
    messagePath: textSetting(constants, 'messagePath'),
    okPath: textSetting(constants, 'okPath', codePath),
    okValues: okValues.split(','),
    receiptPath,
    rowsPath: constants.rowsPath,
    rowNumberPath: textSetting(constants, 'rowNumberPath', '@lineNo'),
    rowCodePath: textSetting(constants, 'rowCodePath', 'Code'),
    rowMessagePath: textSetting(constants, 'rowMessagePath', 'Message'),
    rowOkValues: textSetting(constants, 'rowOkValues', okValues).split(','),
    statusPath: textSetting(constants, 'statusPath'),
    statusAccepted: textSetting(constants, 'statusAccepted'),
    statusPending: textSetting(constants, 'statusPending'),
    statusNotFound: textSetting(constants, 'statusNotFound'),
    statusReceiptPath: textSetting(constants, 'statusReceiptPath', receiptPath),
  };
}
