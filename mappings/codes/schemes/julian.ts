/**
 * @param year four digits
 * @param dayOfYear 1–366
 * @returns yyyy-MM-dd, or undefined when the year has no such day.
 */
export function dayOfYear(year: number, dayOfYear: number): string | undefined {
  const date = new Date(Date.UTC(year, 0, dayOfYear));
  const fits = dayOfYear >= 1 && date.getUTCFullYear() === year;
  return fits ? date.toISOString().slice(0, 10) : undefined;
}
