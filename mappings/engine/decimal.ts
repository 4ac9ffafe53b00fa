/** Decimals of the event schema: text, at most six places. Reckoned in millionths, so nothing is rounded. */
const PLACES = 6;
const MILLION = 1_000_000n;

/** @returns the sum as text, without trailing zeros. */
export function sum(quantities: readonly string[]): string {
  return toText(quantities.reduce((total, quantity) => total + millionths(quantity), 0n));
}

/** @returns the quantity divided by the count, or undefined when six places do not hold it. */
export function share(quantity: string, count: number): string | undefined {
  const total = millionths(quantity);
  return total % BigInt(count) === 0n ? toText(total / BigInt(count)) : undefined;
}

function millionths(quantity: string): bigint {
  const parts = /^(-?)(\d+)(?:\.(\d{1,6}))?$/.exec(quantity);
  if (!parts) throw new Error('is not a decimal number');
  const [, sign = '', whole = '0', fraction = ''] = parts;
  const amount = BigInt(whole) * MILLION + BigInt(fraction.padEnd(PLACES, '0'));
  return sign === '-' ? -amount : amount;
}

function toText(amount: bigint): string {
  const size = amount < 0n ? -amount : amount;
  const fraction = String(size % MILLION)
    .padStart(PLACES, '0')
    .replace(/0+$/, '');
  return `${amount < 0n ? '-' : ''}${size / MILLION}${fraction === '' ? '' : `.${fraction}`}`;
}
