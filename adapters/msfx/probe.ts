import type { Operation } from '../contract/index.ts';
import { chinaDate } from '../kit/china-time.ts';
import { readAnswer } from './answer.ts';
import { statusRequest } from './bill-status.ts';
import { QUERY_PACE } from './pace.ts';

/** A number no bill can carry: bill codes are made from document numbers, which have no blanks. */
const IMPOSSIBLE_BILL = 'TRACEHUB PROBE';

/** Proves address, AppKey, signature, clock and the binding of the enterprise, by asking for a bill that cannot exist. */
export const probe: Operation = {
  id: 'probe',
  effect: 'read',
  resend: 'safe',
  title: { zh: '链路探测', en: 'Probe of the link' },
  native: 'query.billstatus, searchstatus',
  pace: QUERY_PACE,
  buildRequest: (_input, context) => {
    const today = chinaDate(context.now);
    return statusRequest(IMPOSSIBLE_BILL, { begin: today, end: today }, context);
  },
  parseResponse: (response, context) => {
    const answer = readAnswer(response, 'billStatus', context);
    return 'fault' in answer ? { type: 'fault', fault: answer.fault } : { type: 'ok' };
  },
};
