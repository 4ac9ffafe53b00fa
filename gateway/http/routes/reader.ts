import type { ApiRequest } from '../api-request.ts';
import type { HttpServices } from '../services.ts';
import type { Reader } from '../views/delivery-view.ts';

/** @returns who reads the reply to this request. */
export function readerOf(
  { caller, language }: ApiRequest,
  {
    links,
    errorCatalogue,
    policy,
    hub,
    clock,
  }: Pick<HttpServices, 'links' | 'errorCatalogue' | 'policy' | 'hub' | 'clock'>,
): Reader {
  const overdueBefore = clock() - hub.settlement.overdueMs;
  return { overdueBefore, language, isOperator: caller.role === 'operator', links, errorCatalogue, policy };
}
