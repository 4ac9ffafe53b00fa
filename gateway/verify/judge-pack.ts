import type { Bilingual } from '../../adapters/contract/index.ts';
import type { Movement } from '../ledger/contract.ts';
import { isElsewhere, isPieceBefore, type PackState } from '../ledger/index.ts';
import type { Reason, Verdict } from './contract.ts';
import { reason } from './reasons.ts';

/** One pack before its sale. */
export interface PackInQuestion {
  /** By all that counts for the caller. */
  readonly state: PackState;
  /** yyyy-MM-dd, by the code itself or by an earlier document of the caller's own. */
  readonly expiresOn?: string;
}

export interface Sale {
  readonly institution: string;
  readonly split: boolean;
  /** yyyy-MM-dd in China */
  readonly today: string;
  /** By a document of the caller's own. */
  isOwn(movement: Movement): boolean;
  /** What the region makes of a repeat. */
  readonly repeat: { readonly verdict: Verdict; readonly message?: Bilingual; readonly source?: Bilingual };
  /** When and where, as far as the caller may see. */
  told(movement: Movement): Bilingual;
}

/** What the ledger says against selling a pack: the same knowledge by which its rules judge the sale afterwards. Pure. */
export function judgePack(pack: PackInQuestion, sale: Sale): Reason[] {
  return [
    ended(pack, sale),
    expired(pack, sale),
    repeated(pack, sale),
    boughtBack(pack, sale),
    elsewhere(pack, sale),
    outerSold(pack, sale),
  ].flatMap((found) => found ?? []);
}

function ended(
  { state: { destructions, recalls, doubtfulRecalls } }: PackInQuestion,
  { told, isOwn }: Sale,
): Reason | undefined {
  const [destroyed] = ownFirst(destructions, isOwn);
  if (destroyed !== undefined) {
    const { zh, en } = told(destroyed);
    return isOwn(destroyed)
      ? reason(
          'DESTROYED',
          'stop',
          `该药已登记销毁或报废（${zh}），不得销售。`,
          `It was destroyed or scrapped (${en}). Do not sell it.`,
        )
      : reason(
          'DESTROYED',
          'ask',
          `其他机构登记该药已销毁或报废（${zh}），请核对实物。`,
          `Another institution says that it was destroyed or scrapped (${en}). Compare the pack.`,
        );
  }
  const [recalled] = ownFirst(recalls, isOwn);
  if (recalled === undefined) return perhapsRecalled(doubtfulRecalls, told);
  const { zh, en } = told(recalled);
  return isOwn(recalled)
    ? reason('RECALLED', 'stop', `该药已被召回（${zh}），不得销售。`, `It was recalled (${en}). Do not sell it.`)
    : reason(
        'RECALLED',
        'ask',
        `其他机构登记该药已被召回（${zh}），请核对实物。`,
        `Another institution says that it was recalled (${en}). Compare the pack.`,
      );
}

/** The pack went its own way before: whether it is of the recalled goods is not said, and a recall is of lots. */
function perhapsRecalled(recalls: readonly Movement[], told: Sale['told']): Reason | undefined {
  const recalled = recalls.at(-1);
  if (recalled === undefined) return undefined;
  const { zh, en } = told(recalled);
  return reason(
    'RECALLED',
    'ask',
    `该药原属的大包装已被召回（${zh}），请核对该药是否在召回范围内。`,
    `The larger pack that it came out of was recalled (${en}). See whether the recall includes it.`,
  );
}

/** Another tenant's word makes a person look and stops no sale: an own document goes before it. */
function ownFirst(movements: readonly Movement[], isOwn: Sale['isOwn']): readonly Movement[] {
  return movements.length < 2
    ? movements
    : [...movements.filter(isOwn), ...movements.filter((movement) => !isOwn(movement))];
}

function expired({ expiresOn }: PackInQuestion, { today }: Sale): Reason | undefined {
  if (expiresOn === undefined || expiresOn >= today) return undefined;
  return reason(
    'EXPIRED',
    'stop',
    `该药有效期至 ${expiresOn}，已过期，不得销售。`,
    `It expired on ${expiresOn}. Do not sell it.`,
    { zh: '药品管理法 第九十八条', en: 'Drug Administration Law, article 98' },
  );
}

function repeated({ state }: PackInQuestion, { institution, split, repeat, told, isOwn }: Sale): Reason | undefined {
  const [whole] = ownFirst([...state.sales].reverse(), isOwn);
  const verdictOn = (sale: Movement) => (repeat.verdict === 'stop' && !isOwn(sale) ? 'ask' : repeat.verdict);
  if (whole !== undefined) {
    const { zh, en } = told(whole);
    const rule = repeat.message ?? {
      zh: '该追溯码已有销售记录，请核对实物。',
      en: 'This trace code was sold before. Compare the pack.',
    };
    return reason('ALREADY_SOLD', verdictOn(whole), `${rule.zh}（${zh}）`, `${rule.en} (${en})`, repeat.source);
  }
  if (state.opened === undefined) return undefined;
  const pieces = state.pieces.length === 0 ? [state.opened] : [...state.pieces].reverse();
  const elsewhere = pieces.filter((movement) => !isPieceBefore(state, movement, institution));
  // Pieces sold elsewhere make a repeat of every sale here; own pieces only of the whole pack.
  const [opened] = split && elsewhere.length > 0 ? ownFirst(elsewhere, isOwn) : ownFirst(pieces, isOwn);
  if (opened === undefined) return undefined;
  const { zh, en } = told(opened);
  if (split && isPieceBefore(state, opened, institution))
    return reason(
      'SPLIT_BEFORE',
      'report-only',
      `拆零药品，此前已售出一部分（${zh}）。`,
      `A split pack, sold in part before (${en}).`,
    );
  return reason(
    'SPLIT_BEFORE',
    verdictOn(opened) === 'stop' ? 'stop' : 'ask',
    `该药此前已拆零销售（${zh}），请核对是否为完整包装。`,
    `It was sold in pieces before (${en}). See whether the pack is whole.`,
  );
}

/** 回流药: whatever the region makes of a repeat, somebody is to look where this pack comes from. */
function boughtBack({ state }: PackInQuestion, { told }: Sale): Reason | undefined {
  if (state.boughtBack === undefined) return undefined;
  const { zh, en } = told(state.boughtBack);
  return reason(
    'RECEIVED_AFTER_SALE',
    'ask',
    `该药销售给患者后又被购进（${zh}），疑似回流药，请核对来源。`,
    `It was bought again after it was sold to a patient (${en}). See where it comes from.`,
  );
}

/** In another one's stock, or sent away by this institution. */
function elsewhere({ state }: PackInQuestion, { institution, told }: Sale): Reason | undefined {
  const { holder, gone, destructions, recalls } = state;
  if (destructions.length > 0 || recalls.length > 0) return undefined;
  if (holder !== undefined && isElsewhere(state, institution)) {
    const { zh, en } = told(holder);
    return reason(
      'HELD_ELSEWHERE',
      'ask',
      `该药登记在其他机构库存中（${zh}），请核对来源。`,
      `Another institution has it in stock (${en}). See where it comes from.`,
    );
  }
  if (gone?.institution !== institution) return undefined;
  const { zh, en } = told(gone);
  return reason(
    'SENT_AWAY',
    'ask',
    `该药已登记出库（${zh}），请核对来源。`,
    `It was booked out (${en}). See where it comes from.`,
  );
}

function outerSold({ state: { outerSales } }: PackInQuestion, { told }: Sale): Reason | undefined {
  const sold = outerSales.at(-1);
  if (sold === undefined) return undefined;
  const { zh, en } = told(sold);
  return reason(
    'OUTER_PACK_SOLD',
    'ask',
    `该药所在的大包装已整件销售（${zh}），请核对实物。`,
    `The larger pack that it lies in was sold as a whole (${en}). Compare the pack.`,
  );
}
