/** Decimals of the event model have up to 6 places. */
const scale = 1_000_000;
/** 2^53 / 10^6: beyond it a whole number of millionths is no longer exact. More than any pharmacy keeps of one lot. */
export const maxQuantity = 9_000_000_000;

/**
 * @param text a decimal of the event model (event.schema.json)
 * @returns whole millionths; what is beyond ±maxQuantity counts as that.
 */
export function toMillionths(text: string): number {
  const [, sign = '', whole = '0', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  const size = BigInt(whole) * BigInt(scale) + BigInt(fraction.padEnd(6, '0'));
  const limit = BigInt(maxQuantity) * BigInt(scale);
  const bounded = Number(size > limit ? limit : size);
  return sign === '-' ? -bounded : bounded;
}

/** @returns the shortest decimal: 2500000 → 2.5 */
export function fromMillionths(millionths: number): string {
  const size = Math.abs(millionths);
  const fraction = String(size % scale)
    .padStart(6, '0')
    .replace(/0+$/, '');
  const whole = Math.floor(size / scale);
  return `${millionths < 0 ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}
