/** China has used UTC+8 without daylight saving since 1991; native dates follow it whatever the host's zone. */
const CHINA_OFFSET_MS = 8 * 3_600_000;

/** @returns `yyyy-MM-dd HH:mm:ss` in China time for epoch milliseconds. */
export function chinaDateTime(epochMs: number): string {
  return new Date(epochMs + CHINA_OFFSET_MS).toISOString().slice(0, 19).replace('T', ' ');
}

/** @returns `yyyy-MM-dd` in China time for epoch milliseconds. */
export function chinaDate(epochMs: number): string {
  return chinaDateTime(epochMs).slice(0, 10);
}

/** @returns RFC 3339 with the offset +08:00, whole seconds, for epoch milliseconds. */
export function chinaRfc3339(epochMs: number): string {
  return `${chinaDateTime(epochMs).replace(' ', 'T')}+08:00`;
}
