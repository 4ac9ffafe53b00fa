import { analyse, type CodeWarning } from '../../mappings/codes/index.ts';
import type { RecognisedCode } from '../../mappings/model/index.ts';
import type { Reason, Verdict } from './contract.ts';
import { reason } from './reasons.ts';

type Told = readonly [verdict: Verdict, zh: string, en: string];

const scanAgain = ['请重新扫描，或核对包装上的码。', 'Scan again, or compare with the code on the pack.'] as const;
const unsure = (zh: string, en: string): Told => ['ask', `${zh}${scanAgain[0]}`, `${en} ${scanAgain[1]}`];
const mended = (zh: string, en: string): Told => ['sell', zh, en];

/** What recognition says of a scan (mappings/codes/warning.ts), for the till: `ask` where the pack cannot be told surely. */
export const warningWords: Readonly<Record<CodeWarning, Told>> = {
  FULL_WIDTH_CONVERTED: mended(
    '全角字符已按半角读取，请将扫码枪或输入法设为半角。',
    'Full-width characters were read as half-width ones: set the scanner or input method to half-width.',
  ),
  INVISIBLE_REMOVED: mended('已去掉不可见字符。', 'Invisible characters were left out.'),
  CONTROL_CHARACTERS_REMOVED: mended('已去掉扫码枪的控制字符。', 'Control characters from the scanner were left out.'),
  BLANKS_TRIMMED: mended('已去掉码前后的空格。', 'Blanks around the code were left out.'),
  SEPARATORS_REMOVED: mended('已去掉码中的空格或连字符。', 'Blanks or hyphens inside the code were left out.'),
  BLANKS_REMOVED: mended('已去掉码中的空格。', 'Blanks inside the code were left out.'),
  ASTERISKS_REMOVED: mended('已去掉条码的星号。', 'The asterisks of the bar code were left out.'),
  CASE_CONVERTED: mended('小写字母已按大写读取。', 'Small letters were read as capitals.'),
  SEPARATOR_SPELLED_OUT: mended(
    '扫码枪把分隔符发成了文字，请设为原样发送（GS，0x1D）。',
    'The scanner spells the separators out: let it send them as they are (GS, 0x1D).',
  ),
  TAKEN_FROM_URL: mended('该码取自二维码中的网址。', 'The code was taken from the web address in the QR code.'),
  GS1_WITHOUT_SERIAL: mended('该码没有序列号。', 'The code carries no serial.'),
  WITHOUT_SERIAL: mended('该码没有序列号。', 'The code carries no serial.'),
  GS1_DATE_INVALID: mended(
    '码中的有效期不是日期，未采用。',
    'The expiry date in the code is not a date and was left out.',
  ),
  GS1_RULE_BROKEN: mended('该码不符合 GS1 规则，但可以读取。', 'The code breaks a rule of GS1 but can be read.'),
  URL_WITHOUT_CODE: unsure('扫到的是网址，不是追溯码。', 'A web address was scanned, not a trace code.'),
  INSTITUTION_CODE: unsure('扫到的是机构编号，不是追溯码。', "An institution's number was scanned, not a trace code."),
  SERIAL_MAY_HOLD_MORE: unsure(
    '扫码枪未发分隔符，序列号可能多读了内容。',
    'The scanner sends no separator: the serial may hold more than it should.',
  ),
  GS1_SEPARATOR_MISSING: unsure(
    '扫码枪未发分隔符，读不出是哪一盒。',
    'The scanner sends no separator: which pack it is cannot be read.',
  ),
  GS1_INVALID: unsure(
    '扫到的 GS1 码不完整或有误，读不出是哪一盒。',
    'The GS1 code is broken: which pack it is cannot be read.',
  ),
  CHECK_CHARACTER_WRONG: unsure('该码的校验位不符。', 'The check character of the code does not fit.'),
  CHECK_OF_UNITS_WRONG: unsure('该码的校验位不符。', 'The check character of the code does not fit.'),
  SECONDARY_CODE_ALONE: unsure(
    '只扫了两个条码中的一个，缺少产品标识。',
    'Only one of two bar codes was scanned: it names no product.',
  ),
};

/** @param known the ledger knows the pack, so the code is one, whatever it looks like. @returns what speaks about the scan. Pure. */
export function judgeReading(read: RecognisedCode, known: boolean): readonly Reason[] {
  const { identifies, warnings = [], kind } = read;
  const told = warnings.flatMap((warning) => {
    return isWarning(warning) ? [reason(warning, ...warningWords[warning])] : [];
  });
  if (told.some(({ verdict }) => verdict === 'ask') || known) return told;
  const isUnread = kind === 'opaque' && identifies === undefined && !mayBeOwnCode(read.raw);
  if (!isUnread && (identifies === undefined || identifies === 'batch' || identifies === 'product')) return told;
  const noPack = unsure('扫到的内容不是某一盒药的追溯码。', 'What was scanned is not the trace code of one pack.');
  return [reason('NO_PACK_CODE', ...noPack), ...told];
}

/** @returns the expiry date of the code itself, unless the code was misread: a wrong digit must not stop a sale. */
export function expiryRead({ expiresOn, warnings = [] }: RecognisedCode): string | undefined {
  const isMisread = warnings.includes('CHECK_CHARACTER_WRONG') || warnings.includes('CHECK_OF_UNITS_WRONG');
  return isMisread ? undefined : expiresOn;
}

function isWarning(text: string): text is CodeWarning {
  return Object.hasOwn(warningWords, text);
}

/** Logistics codes and manufacturers' own have a form of their own, if only a loose one. */
function mayBeOwnCode(raw: string): boolean {
  const { kind, alternatives } = analyse(raw);
  return [kind, ...alternatives.map((reading) => reading.kind)].some(
    (one) => one === 'manufacturer-code' || one === 'sscc',
  );
}
