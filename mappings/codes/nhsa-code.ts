/**
 * 国家医保代码: western drugs 23 characters from X, Chinese patent drugs 20 from Z, both followed by a class that begins like an
 * ATC code (letter, two digits); consumables 20 or 27 characters from C, digits only
 * (医保药品分类与代码, 医保医用耗材分类与代码: lengths as published by 国家医保局).
 */
const forms = [/^X[A-Z]\d{2}[A-Z0-9]{19}$/i, /^Z[A-Z]\d{2}[A-Z0-9]{16}$/i, /^C\d{19}(?:\d{7})?$/i];

export function isNhsaCode(text: string): boolean {
  return forms.some((form) => form.test(text));
}
