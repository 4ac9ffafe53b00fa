import type { CallFunction } from '../engine/index.ts';

/** `yyyyMMdd` of a `yyyy-MM-dd` date: expire_date of 零头 bills, while their produce_date keeps the dashes (TOP API page 53744). */
export const compactDate: CallFunction = (date) => date?.replaceAll('-', '');
