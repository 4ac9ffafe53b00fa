/** China time is UTC+8 all year (no summer time since 1991), so the host's zone and its tz database play no part. */
const CHINA_OFFSET_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;

let lastDay = { day: Number.NaN, text: '' };

/** @returns `yyyy-MM-dd` in China at that instant. Most of one request are of few days: the last text is kept. */
export function chinaDate(epochMs: number): string {
  const day = Math.floor((epochMs + CHINA_OFFSET_MS) / DAY_MS);
  if (day !== lastDay.day) lastDay = { day, text: shifted(epochMs).slice(0, 10) };
  return lastDay.text;
}

/** @returns `yyyy-MM-dd` in China of an RFC 3339 time. One written with China's offset, as nearly all are, is read off. */
export function chinaDay(time: string): string {
  return time.endsWith('+08:00') ? time.slice(0, 10) : chinaDate(Date.parse(time));
}

/** @returns `yyyy-MM-dd HH:mm:ss` in China at that instant. */
export function chinaDateTime(epochMs: number): string {
  return shifted(epochMs).slice(0, 19).replace('T', ' ');
}

/** @returns `yyyyMMddHHmmss` in China at that instant. */
export function chinaDateTimeCompact(epochMs: number): string {
  return shifted(epochMs).slice(0, 19).replace(/\D/g, '');
}

/** @returns RFC 3339 with the offset `+08:00`, whole seconds. */
export function chinaRfc3339(epochMs: number): string {
  return `${shifted(epochMs).slice(0, 19)}+08:00`;
}

/** @returns epoch ms of the next midnight in China. */
export function nextChinaMidnight(epochMs: number): number {
  return (Math.floor((epochMs + CHINA_OFFSET_MS) / DAY_MS) + 1) * DAY_MS - CHINA_OFFSET_MS;
}

function shifted(epochMs: number): string {
  return new Date(epochMs + CHINA_OFFSET_MS).toISOString();
}
