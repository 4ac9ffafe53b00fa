import type { CodeVerdict, ItemResult, Outcome } from '../../adapters/contract/index.ts';
import type { Delivery } from '../store/contract.ts';
import type { Decision } from './decision.ts';

/**
 * Joins what this run learnt to what earlier ones did. The newest word on an item or code counts, but an item that the platform
 * once confirmed stays confirmed: a later repeat of it is refused as a duplicate at worst.
 */
export function mergedResults(delivery: Delivery, outcome: Outcome): Pick<Decision, 'items' | 'codes' | 'receipt'> {
  const items = new Map<string, ItemResult>(delivery.items.map((item) => [item.key, item]));
  for (const item of outcome.items ?? []) {
    if (item.ok || items.get(item.key)?.ok !== true) items.set(item.key, item);
  }
  const codes = new Map<string, CodeVerdict>(delivery.codes.map((verdict) => [verdict.code, verdict]));
  for (const verdict of outcome.codes ?? []) codes.set(verdict.code, verdict);
  const receipt = outcome.receipt ?? delivery.receipt;
  return { items: [...items.values()], codes: [...codes.values()], ...(receipt === undefined ? {} : { receipt }) };
}

/** @returns keys of the items that the platform already holds. */
export function settledItems(items: readonly ItemResult[]): readonly string[] {
  return items.filter((item) => item.ok).map((item) => item.key);
}

/** The platform holds the record. */
export function delivered(delivery: Delivery, outcome: Outcome, duplicate: boolean): Decision {
  const results = mergedResults(delivery, outcome);
  const refused = results.items?.some((item) => !item.ok) || results.codes?.some((code) => code.verdict === 'refused');
  const partial = (outcome.type === 'ok' && outcome.partial === true) || refused === true;
  return { state: 'delivered', counts: true, duplicate, partial, ...results };
}
