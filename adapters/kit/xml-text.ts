const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#13;' };

/** What no XML 1.0 document can hold, escaped or not (XML 1.0 §2.2); lone surrogates are no characters at all. */
const impossible = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;

/** Text as character data (not as attribute value). A carriage return is written as a reference, or a parser reads a line feed. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>\r]/g, (character) => entities[character] ?? character);
}

/** @returns whether the text can stand in an XML document at all. */
export function isXmlText(text: string): boolean {
  return !impossible.test(text);
}
