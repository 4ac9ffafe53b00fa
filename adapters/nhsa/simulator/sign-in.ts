import { randomBytes } from 'node:crypto';
import { chinaDate, chinaStamp } from '../../sim-kit/index.ts';

interface Seat {
  readonly code: string;
  readonly chinaDay: string;
}

/** 签到流水号: given out by 9001, good for that institution until China midnight or 9002. */
export class SignIns {
  readonly #live = new Map<string, Seat>();

  open(code: string, now: number): string {
    const signNo = `${chinaStamp(now).slice(0, 14)}${randomBytes(8).toString('hex').toUpperCase()}`;
    this.#live.set(signNo, { code, chinaDay: chinaDate(now) });
    return signNo;
  }

  isLive(signNo: string, code: string, now: number): boolean {
    const seat = this.#live.get(signNo);
    return seat !== undefined && seat.code === code && seat.chinaDay === chinaDate(now);
  }

  close(signNo: string): void {
    this.#live.delete(signNo);
  }
}
