import { chinaDateTime, chinaRfc3339 } from '../kit/china-time.ts';
import type { AuthDialect } from './dialect.ts';

/** @returns the moment of the request in the form the manufacturer wants. */
export function timestampText(epochMs: number, form: AuthDialect['timestampForm']): string {
  switch (form) {
    case 'epoch-ms':
      return String(epochMs);
    case 'epoch-s':
      return String(Math.floor(epochMs / 1000));
    case 'china-datetime':
      return chinaDateTime(epochMs);
    case 'china-datetime-compact':
      return chinaDateTime(epochMs).replace(/\D/g, '');
    case 'china-rfc3339':
      return chinaRfc3339(epochMs);
  }
}
