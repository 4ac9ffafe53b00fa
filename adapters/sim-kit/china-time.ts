/** China keeps UTC+8 the whole year. */
const offsetMs = 8 * 3_600_000;

/** @returns `yyyyMMddHHmmssSSS` in China time. */
export function chinaStamp(epochMs: number): string {
  return new Date(epochMs + offsetMs).toISOString().replace(/\D/g, '');
}

/** @returns `yyyy-MM-dd` in China time. */
export function chinaDate(epochMs: number): string {
  return new Date(epochMs + offsetMs).toISOString().slice(0, 10);
}

/** @returns `yyyy-MM-dd HH:mm:ss` in China time. */
export function chinaDateTime(epochMs: number): string {
  return new Date(epochMs + offsetMs).toISOString().slice(0, 19).replace('T', ' ');
}

/** @returns epoch ms of a China time `yyyy-MM-dd HH:mm:ss`; undefined when it is no such time. */
export function parseChinaDateTime(text: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(text)) return undefined;
  const epochMs = Date.parse(`${text.replace(' ', 'T')}Z`) - offsetMs;
  // Date.parse lets 31 February roll over; what it made of the text must read like the text.
  return Number.isNaN(epochMs) || chinaDateTime(epochMs) !== text ? undefined : epochMs;
}

/** @returns true for a day of the calendar written `yyyy-MM-dd`. */
export function isDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && parseChinaDateTime(`${text} 00:00:00`) !== undefined;
}
