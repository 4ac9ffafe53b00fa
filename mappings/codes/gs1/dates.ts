/** Days of a month; the year 0 of two digits is 2000, a leap year. */
function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** What is wrong with a date, as GS1's linters tell it apart. */
export type DateProblem = 'ILLEGAL_MONTH' | 'ILLEGAL_DAY' | undefined;

/**
 * @param text yyMMdd or yyyyMMdd, digits only
 * @param dayMayBeZero day 00 stands for the whole month
 */
export function dateProblem(text: string, dayMayBeZero: boolean): DateProblem {
  const yearLength = text.length - 4;
  const year = Number(text.slice(0, yearLength)) + (yearLength === 2 ? 2000 : 0);
  const month = Number(text.slice(yearLength, yearLength + 2));
  const day = Number(text.slice(yearLength + 2));
  if (month < 1 || month > 12) return 'ILLEGAL_MONTH';
  if (day === 0) return dayMayBeZero ? undefined : 'ILLEGAL_DAY';
  return day > daysInMonth(year, month) ? 'ILLEGAL_DAY' : undefined;
}

/**
 * A GS1 date as calendar date; day 00 is the last day of the month (GS1 General Specifications §3.4.7).
 * @param yymmdd six digits
 * @param thisYear four digits: the year is the one within 49 years before and 50 after it (§7.12)
 * @returns yyyy-MM-dd, or undefined when it is no date.
 */
export function calendarDate(yymmdd: string, thisYear: number): string | undefined {
  if (!/^\d{6}$/.test(yymmdd) || dateProblem(yymmdd, true) !== undefined) return undefined;
  const year = century(Number(yymmdd.slice(0, 2)), thisYear);
  const month = Number(yymmdd.slice(2, 4));
  const day = Number(yymmdd.slice(4)) || daysInMonth(year, month);
  return `${year}-${yymmdd.slice(2, 4)}-${String(day).padStart(2, '0')}`;
}

function century(twoDigits: number, thisYear: number): number {
  const ahead = twoDigits - (thisYear % 100);
  const base = thisYear - (thisYear % 100);
  if (ahead >= 51) return base - 100 + twoDigits;
  if (ahead <= -50) return base + 100 + twoDigits;
  return base + twoDigits;
}
