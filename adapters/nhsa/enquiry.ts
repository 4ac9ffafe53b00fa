import type { ItemResult, Operation, Outcome } from '../contract/index.ts';
import { choiceSetting } from '../kit/settings.ts';
import type { Goods } from './goods.ts';
import { faultOf, type ReplyContext } from './reply.ts';
import { type Found, surveyOperation } from './survey.ts';

const title = { zh: '商品信息查询', en: 'Ask what became of a submission' };

/** What became of a submission: all rows held is `ok`; none is `not-found`; some is `not-found` with the ones it holds. */
export function goodsEnquiry(goods: Goods): Operation {
  return surveyOperation({
    id: `${goods.kind}.enquiry`,
    title,
    native: enquiriesOf(goods),
    goods,
    conclude({ asked, held }, at) {
      const items = held.map(heldItem);
      if (held.length === asked.length) return { type: 'ok', items };
      return isConclusive(goods, at) ? { type: 'not-found', items } : { ...inconclusive(at), items };
    },
  });
}

/** What became of a withdrawal (3507A): a row that is not held is gone. */
export function withdrawalEnquiry(goods: Goods): Operation {
  return surveyOperation({
    id: `${goods.kind}.withdrawal-enquiry`,
    title: { zh: '商品信息查询(删除结果)', en: 'Ask what became of a withdrawal' },
    native: enquiriesOf(goods),
    goods,
    conclude(found, at) {
      const items = goneItems(found);
      if (items.length > 0 && !isConclusive(goods, at)) return inconclusive(at);
      return items.length === found.asked.length ? { type: 'ok', items } : { type: 'not-found', items };
    },
  });
}

/** Does "not listed" mean "not booked"? Whether 3513 lists returns is not said: the link's setting does. */
function isConclusive({ transaction }: Goods, { context }: ReplyContext): boolean {
  if (transaction.result !== 'return') return true;
  return (
    choiceSetting(context.settings, 'returnEnquiry', ['conclusive', 'inconclusive'], 'inconclusive') === 'conclusive'
  );
}

function inconclusive(at: ReplyContext): Extract<Outcome, { type: 'fault' }> {
  return faultOf({ code: 'reply:inconclusive', message: '' }, at);
}

function heldItem(entry: string): ItemResult {
  const [key = '', ...rest] = entry.split('=');
  const receipt = rest.join('=');
  return { key, ok: true, ...(receipt && { receipt }) };
}

function goneItems({ asked, held }: Found): ItemResult[] {
  const present = new Set(held.map((entry) => heldItem(entry).key));
  return asked.filter((key) => !present.has(key)).map((key) => ({ key, ok: true }));
}

function enquiriesOf({ transaction, codes }: Goods): string {
  const numbers = {
    sale: '3513, 3511',
    return: '3513, 3511',
    count: '3508',
    change: '3509',
    purchase: '3510',
    purchaseReturn: '3510',
  } as const;
  return codes === undefined ? numbers[transaction.result] : `${numbers[transaction.result]}, ${numbers[codes.result]}`;
}
