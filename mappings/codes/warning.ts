/** What was odd about a scan although the code was kept; stored with the code and shown in the event's notes. */
export const codeWarnings = {
  FULL_WIDTH_CONVERTED:
    'full-width characters were read as half-width ones; set the scanner or input method to half-width',
  SEPARATORS_REMOVED: 'blanks or hyphens inside the 20 digits were left out',
  TAKEN_FROM_URL: 'the code was taken from the web address in the QR code',
  SERIAL_MAY_HOLD_MORE:
    'the scanner sent no GS1 separator and the serial contains what could be a further element; let it transmit FNC1 as GS (0x1D)',
  GS1_SEPARATOR_MISSING:
    'GS1 elements run into each other because the scanner drops the separator; kept as opaque instead of guessing. Let it transmit FNC1 as GS (0x1D)',
  GS1_WITHOUT_SERIAL: 'a GS1 code without serial (21) does not identify one pack; kept as opaque',
  GS1_INVALID: 'announced as GS1 but not readable as such; kept as opaque',
  GS1_DATE_INVALID: 'the expiry date (17) in the code is not a date and was left out',
} as const;

export type CodeWarning = keyof typeof codeWarnings;
