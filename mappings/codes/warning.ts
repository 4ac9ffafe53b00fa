/** What was odd about a scan although the code was kept; stored with the code and shown in the event's notes. */
export const codeWarnings = {
  FULL_WIDTH_CONVERTED:
    'full-width characters were read as half-width ones; set the scanner or input method to half-width',
  INVISIBLE_REMOVED: 'invisible characters (byte order mark, zero-width) were left out',
  CONTROL_CHARACTERS_REMOVED: 'control characters from the scanner were left out',
  BLANKS_TRIMMED: 'blanks around the code were left out',
  SEPARATORS_REMOVED: 'blanks or hyphens inside the 20 digits were left out',
  BLANKS_REMOVED: 'blanks inside the code, as it is printed for people, were left out',
  ASTERISKS_REMOVED: 'the asterisks of the bar code (Code 39) were left out; set the scanner not to send them',
  CASE_CONVERTED: 'small letters were read as capitals: caps lock, or the scanner’s keyboard setting, turned them',
  SEPARATOR_SPELLED_OUT: 'the scanner spells the separators out; let it transmit them as they are (FNC1 as GS, 0x1D)',
  TAKEN_FROM_URL: 'the code was taken from the web address in the QR code',
  URL_WITHOUT_CODE: 'a web address that carries no code known here; kept as it is, and not followed as a pack',
  INSTITUTION_CODE:
    'of the form of an institution’s number (定点医药机构编号); kept as it is, and not followed as a pack',
  WITHOUT_SERIAL: 'the code carries no serial: it names a product or a batch, and is not followed as a pack',
  SERIAL_MAY_HOLD_MORE:
    'the scanner sent no GS1 separator and the serial contains what could be a further element; let it transmit FNC1 as GS (0x1D)',
  GS1_SEPARATOR_MISSING:
    'GS1 elements run into each other because the scanner drops the separator; kept as opaque instead of guessing. Let it transmit FNC1 as GS (0x1D)',
  GS1_WITHOUT_SERIAL: 'a GS1 code without serial (21) does not identify one pack; kept as opaque',
  GS1_INVALID: 'announced as GS1 but not readable as such; kept as opaque',
  GS1_DATE_INVALID: 'the expiry date (17) in the code is not a date and was left out',
  GS1_RULE_BROKEN:
    'readable as GS1, but against a rule of the GS1 dictionary (`problem` says which); the pack is still told apart',
  CHECK_CHARACTER_WRONG: 'the check character does not fit; scan again, or compare with the text on the pack',
  CHECK_OF_UNITS_WRONG: 'the check character of the production units does not fit; scan again',
  SECONDARY_CODE_ALONE: 'only the second of two bar codes was scanned: it names no product. Scan the first one as well',
} as const;

export type CodeWarning = keyof typeof codeWarnings;
