import type { RecognisedLine } from '../../mappings/model/index.ts';
import { type CallContext, type DeliveryInput, RequestError } from '../contract/index.ts';
import { pairsIn } from './pairs.ts';

/** 药品子类编码: 10 digits, of which the first 7 are the product code (searchbill.detail, prod_code and product_code). */
const SUB_TYPE = /^\d{10}$/;

/**
 * @returns the platform's sub-type number of a line's product: `extensions.msfx.subTypeNo` (a number for a document with one line,
 * else `localCode=number;…`), else the directory's `products`.
 * @throws RequestError when nobody says it: a trace code's own prefix is another number.
 */
export function subTypeOf(
  { product }: RecognisedLine,
  { event, part }: DeliveryInput,
  { institution }: CallContext,
): string {
  const stated = event.extensions?.msfx?.subTypeNo;
  const text = typeof stated === 'string' ? stated : '';
  const isPlain = text !== '' && !text.includes('=');
  if (isPlain && part.count > 1)
    throw new RequestError(
      'SUB_TYPE_AMBIGUOUS',
      'extensions.msfx.subTypeNo of a document with several lines names the product: localCode=number;…',
    );
  const value = isPlain
    ? text
    : (pairsIn(text).get(product.localCode) ?? pairsIn(institution.identity.products ?? '').get(product.localCode));
  if (value === undefined)
    throw new RequestError(
      'SUB_TYPE_MISSING',
      `extensions.msfx.subTypeNo is missing: product ${product.localCode} has no sub-type number, nor do products of the directory tell it`,
    );
  if (!SUB_TYPE.test(value))
    throw new RequestError('SUB_TYPE_INVALID', `the sub-type number of product ${product.localCode} has not 10 digits`);
  return value;
}
