/** @import { Language } from './texts.js' */

const locales = { en: 'en-GB', zh: 'zh-CN' };
/** Unit and its length in seconds, longest first. @type {Array<[Intl.RelativeTimeFormatUnit, number]>} */
const units = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
];

/**
 * @param {string} instant RFC 3339
 * @param {number} now epoch ms
 * @param {Language} language
 * @returns {string} how far it is from now: "3 min ago", "8秒后"
 */
export function distance(instant, now, language) {
  const seconds = Math.round((Date.parse(instant) - now) / 1000);
  const [unit, length] = units.find(([, size]) => Math.abs(seconds) >= size) ?? ['second', 1];
  const format = new Intl.RelativeTimeFormat(locales[language], { style: 'short', numeric: 'auto' });
  return format.format(Math.trunc(seconds / length), unit);
}

/**
 * The distance of something that has happened: what came in after the gateway last told its clock is now, not to come.
 * @param {string} instant RFC 3339
 * @param {number} now epoch ms
 * @param {Language} language
 */
export function age(instant, now, language) {
  return distance(instant, Math.max(now, Date.parse(instant)), language);
}

/**
 * @param {string} instant RFC 3339
 * @param {Language} language
 * @returns {string} date and time of the reader's zone
 */
export function moment(instant, language) {
  return new Intl.DateTimeFormat(locales[language], { dateStyle: 'medium', timeStyle: 'medium' }).format(
    Date.parse(instant),
  );
}

/** @param {number} count @param {Language} language */
export function number(count, language) {
  return new Intl.NumberFormat(locales[language]).format(count);
}

/** @param {number} milliseconds @param {Language} language @returns {string} "1.2 s", "35 ms" */
export function duration(milliseconds, language) {
  if (Math.abs(milliseconds) < 1000) return `${number(Math.round(milliseconds), language)} ms`;
  return `${number(Math.round(milliseconds / 100) / 10, language)} s`;
}
