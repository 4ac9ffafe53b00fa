import { dateProblem } from './dates.ts';

/**
 * Reads a North American coupon (GS1 US, Coupon identification 8110 and 8112): fields one behind the other, many of them led by a
 * digit that says how long they are. The names are those of GS1's linters.
 */
class Coupon {
  private at = 0;
  private readonly text: string;
  constructor(text: string) {
    this.text = text;
  }

  get done(): boolean {
    return this.at >= this.text.length;
  }

  /** @returns the next `length` digits. @throws CouponProblem */
  take(length: number, problem: string): string {
    if (this.at + length > this.text.length) throw new CouponProblem(problem);
    this.at += length;
    return this.text.slice(this.at - length, this.at);
  }

  /** @returns one digit out of `allowed`. @throws CouponProblem */
  choice(allowed: string, missing: string, invalid: string): string {
    const digit = this.take(1, missing);
    if (!allowed.includes(digit)) throw new CouponProblem(invalid);
    return digit;
  }

  /** A field led by its length digit (VLI), which counts from `base`. @throws CouponProblem */
  sized(allowed: string, base: number, name: string): string {
    const vli = this.choice(allowed, `COUPON_MISSING_${name}_VLI`, `COUPON_INVALID_${name}_LENGTH`);
    return this.take(Number(vli) + base, `COUPON_TRUNCATED_${name}`);
  }

  /** As `sized`, where 9 says that the field is left out. @throws CouponProblem */
  sizedOrNone(allowed: string, base: number, name: string): string {
    if (this.text.charAt(this.at) === '9') return this.take(1, `COUPON_MISSING_${name}_VLI`);
    return this.sized(allowed, base, name);
  }

  /** @throws CouponProblem */
  date(name: string): string {
    const text = this.take(6, `COUPON_TOO_SHORT_FOR_${name}_DATE`);
    if (dateProblem(text, false) !== undefined) throw new CouponProblem(`COUPON_INVALID_${name}_DATE`);
    return text;
  }
}

class CouponProblem extends Error {}

function lint(text: string, read: (coupon: Coupon) => void): string | undefined {
  if (!/^\d*$/.test(text)) return 'NON_DIGIT_CHARACTER';
  try {
    read(new Coupon(text));
    return undefined;
  } catch (error) {
    if (error instanceof CouponProblem) return error.message;
    throw error;
  }
}

/** 8112, positive offer file. */
export function couponOffer(text: string): string | undefined {
  return lint(text, (coupon) => {
    coupon.choice('01', 'COUPON_MISSING_FORMAT_CODE', 'COUPON_INVALID_FORMAT_CODE');
    coupon.sized('0123456', 6, 'FUNDER');
    coupon.take(6, 'COUPON_TRUNCATED_OFFER_CODE');
    coupon.sized('0123456789', 6, 'SERIAL_NUMBER');
    if (!coupon.done) throw new CouponProblem('COUPON_EXCESS_DATA');
  });
}

/** 8110. */
export function couponCode(text: string): string | undefined {
  return lint(text, (coupon) => {
    coupon.sized('0123456', 6, 'GCP');
    coupon.take(6, 'COUPON_TRUNCATED_OFFER_CODE');
    coupon.sized('12345', 0, 'SAVE_VALUE');
    purchase(coupon, '1ST');
    const seen = new Set<string>();
    let lastField = -1;
    let expires = '';
    while (!coupon.done) {
      const field = coupon.take(1, 'COUPON_EXCESS_DATA');
      if (Number(field) <= lastField || seen.has(field)) throw new CouponProblem('COUPON_EXCESS_DATA');
      seen.add(field);
      lastField = Number(field);
      if (field === '1') additionalPurchase(coupon);
      else if (field === '2') {
        purchase(coupon, '3RD');
        coupon.sizedOrNone('0123456', 6, '3RD_PURCHASE_GCP');
      } else if (field === '3') expires = coupon.date('EXPIRATION');
      else if (field === '4') starts(coupon, expires);
      else if (field === '5') coupon.sized('0123456789', 6, 'SERIAL_NUMBER');
      else if (field === '6') coupon.sized('1234567', 6, 'RETAILER_GCP_OR_GLN');
      else if (field === '9') flags(coupon);
      else throw new CouponProblem('COUPON_EXCESS_DATA');
    }
  });
}

function purchase(coupon: Coupon, which: '1ST' | '2ND' | '3RD'): void {
  coupon.sized('12345', 0, `${which}_PURCHASE_REQUIREMENT`);
  const code = `${which}_PURCHASE_REQUIREMENT_CODE`;
  coupon.choice('012349', `COUPON_MISSING_${code}`, `COUPON_INVALID_${code}`);
  coupon.take(3, `COUPON_TRUNCATED_${which}_PURCHASE_FAMILY_CODE`);
}

function additionalPurchase(coupon: Coupon): void {
  const code = 'ADDITIONAL_PURCHASE_RULES_CODE';
  coupon.choice('0123', `COUPON_MISSING_${code}`, `COUPON_INVALID_${code}`);
  purchase(coupon, '2ND');
  coupon.sizedOrNone('0123456', 6, '2ND_PURCHASE_GCP');
}

function starts(coupon: Coupon, expires: string): void {
  const start = coupon.date('START');
  if (expires !== '' && expires < start) throw new CouponProblem('COUPON_EXPIRATION_BEFORE_START');
}

function flags(coupon: Coupon): void {
  coupon.choice('01256', 'COUPON_MISSING_SAVE_VALUE_CODE', 'COUPON_INVALID_SAVE_VALUE_CODE');
  coupon.choice('012', 'COUPON_MISSING_SAVE_VALUE_APPLIES_TO_ITEM', 'COUPON_INVALID_SAVE_VALUE_APPLIES_TO_ITEM');
  coupon.take(1, 'COUPON_MISSING_STORE_COUPON_FLAG');
  coupon.choice('01', 'COUPON_MISSING_DONT_MULTIPLY_FLAG', 'COUPON_INVALID_DONT_MULTIPLY_FLAG');
}
