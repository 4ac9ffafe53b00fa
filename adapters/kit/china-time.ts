/** China time for adapters: the same functions that profiles format native dates with. */
export { chinaDate, chinaDateTime, chinaRfc3339, nextChinaMidnight } from '../../mappings/engine/china-time.ts';
