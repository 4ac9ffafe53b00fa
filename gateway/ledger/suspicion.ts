import type { Bilingual } from '../../adapters/contract/index.ts';
import type { FindingClass } from './contract.ts';

/** What a finding may point to, in the words of the authority. */
export type Suspicion = '假药' | '回流药' | '串换';

export interface ClassMeaning {
  readonly title: Bilingual;
  readonly suspicions: readonly Suspicion[];
  /** Who names the suspicion. */
  readonly source: Bilingual;
}

const authority: Bilingual = {
  zh: '国家医保局 2025-06-30 说明 (中国证券报 2025-07)',
  en: 'NHSA explanation of 2025-06-30 (China Securities Journal, 2025-07)',
};
/** No published text names these cases; they follow from "one pack, one sale". */
const derived: Bilingual = {
  zh: '本网关由“一盒一码一次销售”推定',
  en: 'Derived by this gateway from "one pack, one sale"',
};

/** Each class: what it says to people, what it points to and on whose word. */
export const classMeanings: Readonly<Record<FindingClass, ClassMeaning>> = {
  'sold-twice': {
    title: { zh: '同一追溯码重复销售', en: 'One code sold more than once' },
    suspicions: ['假药', '回流药', '串换'],
    source: authority,
  },
  'returned-without-sale': {
    title: { zh: '无销售记录的退货', en: 'Returned without a sale' },
    suspicions: ['串换'],
    source: derived,
  },
  'sold-after-destruction': {
    title: { zh: '销毁或报废后又销售', en: 'Sold after it was destroyed or scrapped' },
    suspicions: ['假药', '回流药'],
    source: derived,
  },
  'sold-after-recall': {
    title: { zh: '召回后又销售', en: 'Sold after it was recalled' },
    suspicions: ['回流药'],
    source: derived,
  },
  'sold-after-dispatch': {
    title: { zh: '已出库、未退回又销售', en: 'Sold after it was sent away and did not come back' },
    suspicions: ['回流药', '串换'],
    source: derived,
  },
  'parent-and-child-sold': {
    title: { zh: '大包装与其中小包装均已销售', en: 'A pack and the larger pack around it were both sold' },
    suspicions: ['假药', '串换'],
    source: derived,
  },
  'received-elsewhere': {
    title: { zh: '由一机构入库、另一机构销售', en: 'Received by one institution, sold by another' },
    suspicions: ['回流药', '串换'],
    source: derived,
  },
  'received-after-sale': {
    title: { zh: '已销售给患者的药品又被购进', en: 'Bought again after it was sold to a patient' },
    suspicions: ['回流药'],
    source: authority,
  },
  'two-provinces': {
    title: { zh: '数小时内出现在两个省份', en: 'In two provinces within hours' },
    suspicions: ['假药', '回流药'],
    source: derived,
  },
  'split-overrun': {
    title: { zh: '拆零销售超过整盒含量', en: 'More sold in pieces than the pack holds' },
    suspicions: ['串换'],
    source: derived,
  },
  expired: {
    title: { zh: '过期后销售', en: 'Sold after expiry' },
    suspicions: [],
    source: { zh: '药品管理法 第九十八条', en: 'Drug Administration Law, article 98' },
  },
};
