const gtinForm = /^(?:\d{8}|\d{12,14})$/;

/**
 * GS1 check digit: weights 3, 1, 3 … from the digit left of it, sum to the next ten (GS1 General Specifications §7.9).
 * @param digits decimal digits, the last being the check digit
 */
export function hasValidCheckDigit(digits: string): boolean {
  let sum = 0;
  for (let index = digits.length - 1, weight = 1; index >= 0; index -= 1, weight = 4 - weight) {
    sum += (digits.charCodeAt(index) - 48) * weight;
  }
  return sum % 10 === 0;
}

/** GTIN-8, -12, -13 (69码 when it begins 690–699) or -14 by form and check digit; 药品本位码 (869…, 14 digits) has the same rule. */
export function isGtin(text: string): boolean {
  return gtinForm.test(text) && hasValidCheckDigit(text);
}

/** GS1 AI encodable character set 82 (GS1 General Specifications, figure 7.11-1), in the order of its values. */
export const characterSet82 = '!"%&\'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz';
const checkCharacters = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const modulus = 1021;
/** Beyond any value that is checked so (8013: 25 characters); the bound of GS1's own linter. */
export const longestCheckPairText = 99;
const primes = firstPrimes(longestCheckPairText - 2);

/**
 * Alphanumeric check-character pair: primes times values from the right, modulo 1021, as two characters of 32
 * (GS1 General Specifications §7.9.5).
 * @param text characters of set 82, the last two being the pair
 */
export function hasValidCheckPair(text: string): boolean {
  const body = text.slice(0, -2);
  if (text.length < 2 || body.length > primes.length) return false;
  let sum = 0;
  for (let index = 0; index < body.length; index += 1) {
    const value = characterSet82.indexOf(body.charAt(index));
    if (value < 0) return false;
    sum += value * (primes[body.length - 1 - index] ?? 0);
  }
  const rest = sum % modulus;
  return text.endsWith(checkCharacters.charAt(rest >> 5) + checkCharacters.charAt(rest & 31));
}

function firstPrimes(count: number): readonly number[] {
  const found: number[] = [];
  for (let number = 2; found.length < count; number += 1) {
    if (found.every((prime) => number % prime !== 0)) found.push(number);
  }
  return found;
}
