/**
 * Expiry date of element 17, YYMMDD; day 00 is the last day of the month (GS1 General Specifications §3.4.7).
 * The century is always 20: the general rule (±50 years from today) could only differ for drugs that expired before 2000.
 * @returns yyyy-MM-dd, or undefined when it is no date.
 */
export function expiryDate(yymmdd: string): string | undefined {
  const [, yy, mm, dd] = /^(\d{2})(\d{2})(\d{2})$/.exec(yymmdd) ?? [];
  if (yy === undefined || mm === undefined || dd === undefined) return undefined;
  const month = Number(mm);
  if (month < 1 || month > 12) return undefined;
  const lastDay = new Date(Date.UTC(2000 + Number(yy), month, 0)).getUTCDate();
  if (Number(dd) > lastDay) return undefined;
  return `20${yy}-${mm}-${dd === '00' ? String(lastDay) : dd}`;
}
