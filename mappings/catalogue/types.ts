export const packLevels = ['small', 'middle', 'large'] as const;
export type PackLevel = (typeof packLevels)[number];

/** One reviewed fact of 三码合一: what a trace prefix, a GTIN or a 国家医保药品代码 belongs to, and since when. */
export interface CatalogueRow {
  /** 药品标识码: the first 7 digits of the trace codes of one product at one pack level. */
  readonly prefix?: string;
  readonly packLevel?: PackLevel;
  /** 商品码, as printed (8, 12, 13 or 14 digits). */
  readonly gtin?: string;
  /** 国家医保药品代码 */
  readonly nhsaCode?: string;
  /** 药品本位码: 14 digits beginning 869. */
  readonly standardCode?: string;
  /** 批准文号 */
  readonly approvalNo?: string;
  readonly drugId?: string;
  readonly localName?: string;
  readonly spec?: string;
  readonly manufacturer?: string;
  /** 上市许可持有人, where it is not the manufacturer. */
  readonly holder?: string;
  /** 包装比例, outermost first: `1:5:10` is one case of 5 middle packs of 10 small ones in all. */
  readonly packRatio?: string;
  /** 转换比: smallest preparation units in the smallest sales pack, e.g. 24 tablets; how far a pack can be split (拆零). */
  readonly content?: string;
  /** 最小制剂单位: what `content` counts, e.g. 片. */
  readonly contentUnit?: string;
  /** Who says so: document or file, with its date. */
  readonly source: string;
  /** yyyy-MM-dd, China: the first day on which it holds. */
  readonly validFrom: string;
  /** yyyy-MM-dd, China: the first day on which it no longer holds, or a later row of the same key holds instead; absent while it is the latest. */
  readonly validTo?: string;
}

type Index = ReadonlyMap<string, readonly CatalogueRow[]>;

/** The table, ready to be asked by any of the codes. A key has several rows when packs share it or when it changed over time. */
export interface Catalogue {
  readonly byPrefix: Index;
  /** By GTIN-14: shorter ones stand with leading zeros (GS1 General Specifications §3.3.2). */
  readonly byGtin: Index;
  readonly byNhsaCode: Index;
  /** By 药品本位码, and by 批准文号: one product each, in all its packs. */
  readonly byStandardCode: Index;
  readonly byApprovalNo: Index;
}
