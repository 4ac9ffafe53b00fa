const gtinForm = /^(?:\d{8}|\d{12,14})$/;

/**
 * GS1 check digit: weights 3, 1, 3 … from the digit left of it, sum to the next ten (GS1 General Specifications §7.9).
 * @param digits decimal digits, the last being the check digit
 */
export function hasValidCheckDigit(digits: string): boolean {
  let sum = 0;
  for (let index = digits.length - 1, weight = 1; index >= 0; index -= 1, weight = 4 - weight) {
    sum += Number(digits[index]) * weight;
  }
  return sum % 10 === 0;
}

/** GTIN-8, -12, -13 (69码 when it begins 690–699) or -14 by form and check digit; 药品本位码 (869…, 14 digits) has the same rule. */
export function isGtin(text: string): boolean {
  return gtinForm.test(text) && hasValidCheckDigit(text);
}
