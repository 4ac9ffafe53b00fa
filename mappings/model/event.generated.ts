/** Generated from mappings/model/event.schema.json by "npm run generate". */

/**
 * 业务类型
 */
export type EventKind =
  | 'retail-sale'
  | 'retail-return'
  | 'dispense'
  | 'dispense-return'
  | 'purchase-in'
  | 'purchase-return'
  | 'sale-out'
  | 'sale-return'
  | 'transfer-in'
  | 'transfer-out'
  | 'stock-count'
  | 'stock-adjust'
  | 'destroy'
  | 'pack';
export type Text = string;
/**
 * 医保区划, 6 digits (GB/T 2260 pattern).
 */
export type Region = string;
export type InstitutionRole = 'pharmacy' | 'hospital' | 'wholesaler' | 'manufacturer';
/**
 * 变动原因, where one kind has several: gift 赠品, supply 供应, recall 召回, direct 直调, remnant 零头; of stock-adjust: surplus 盘盈, loss 盘亏, damage 损坏, scrap-in/scrap 报废, rework 返工, inspection 抽检, other-in/other-out 其他. Absent: the ordinary one (purchase, sale, return).
 */
export type MovementReason =
  | 'gift'
  | 'supply'
  | 'recall'
  | 'direct'
  | 'remnant'
  | 'surplus'
  | 'loss'
  | 'damage'
  | 'scrap-in'
  | 'scrap'
  | 'rework'
  | 'inspection'
  | 'other-in'
  | 'other-out';
/**
 * yyyy-MM-dd
 */
export type LocalDate = string;
/**
 * A decimal number as text, up to 6 places.
 */
export type Decimal = string;
/**
 * Why a line carries no trace code: a class exempt for now (国家医疗保障局办公室 公告 2024-09-30: 中药饮片, 院内制剂, 一类医疗器械, 住院拆零, 术中耗材, 零售注射针剂), or stock bought without one (无码库).
 */
export type NoCodeReason =
  | 'herbal-slices'
  | 'hospital-preparation'
  | 'class-1-device'
  | 'inpatient-split'
  | 'intraoperative'
  | 'retail-injection'
  | 'uncoded-stock';
/**
 * 追溯码, byte for byte as scanned; the object form adds the pack level and the pack it lies in.
 */
export type ScannedCode =
  | CodeValue
  | {
      value: CodeValue;
      /**
       * 小/中/大包装
       */
      packLevel?: 'small' | 'middle' | 'large';
      parent?: CodeValue1;
    };
export type CodeValue = string;
/**
 * The code of the next larger pack that this one lies in (上级码).
 */
export type CodeValue1 = string;

/**
 * 追溯事件: one normalized fact about drugs moved or sold, with the trace codes scanned. Codes, amounts and quantities are strings.
 */
export interface TraceEvent {
  kind: EventKind;
  institution: InstitutionRef;
  counterparty?: Party;
  /**
   * 单据号: the document's number at the institution, printable ASCII without blanks; with tenant, institution and kind it identifies the event for ever.
   */
  documentNo: string;
  /**
   * RFC 3339 with offset: when the goods changed hands.
   */
  occurredAt: string;
  operator?: Operator;
  reason?: MovementReason;
  /**
   * @minItems 1
   * @maxItems 1000
   */
  lines: EventLine[];
  settlement?: Settlement;
  prescription?: Prescription;
  original?: OriginalDocument;
  /**
   * Values for one platform family, keyed by the family's id; passed to that family's profile and checked by it.
   */
  extensions?: {
    [k: string]: {
      [k: string]: string | boolean;
    };
  };
}
/**
 * 定点机构/企业: whom the event belongs to.
 */
export interface InstitutionRef {
  /**
   * The institution's code in the directory.
   */
  code: string;
  name?: Text;
  region: Region;
  role?: InstitutionRole;
}
export interface Party {
  code?: string;
  name: Text;
  licenceNo?: string;
}
export interface Operator {
  code?: string;
  name: string;
}
export interface EventLine {
  product: Product;
  /**
   * 生产批号
   */
  lot?: string;
  producedOn?: LocalDate;
  expiresOn?: LocalDate;
  quantity: Decimal;
  unit?: string;
  unitPrice?: Decimal;
  /**
   * 拆零: less than a whole pack was sold.
   */
  split?: boolean;
  /**
   * 处方药
   */
  prescriptionOnly?: boolean;
  noCodeReason?: NoCodeReason;
  /**
   * @maxItems 10000
   */
  codes?: ScannedCode[];
}
export interface Product {
  /**
   * The institution's own item code (fixmedins_hilist_id).
   */
  localCode: string;
  localName: Text;
  /**
   * 国家医保药品代码
   */
  nhsaCode?: string;
  /**
   * 商品码 (69码/GTIN)
   */
  gtin?: string;
  /**
   * 药品本位码
   */
  standardCode?: string;
  /**
   * 批准文号
   */
  approvalNo?: string;
  /**
   * 药品标识码
   */
  drugId?: string;
  spec?: Text;
  manufacturer?: Text;
}
export interface Settlement {
  type: 'insured' | 'self-pay';
  /**
   * 结算ID (setl_id)
   */
  id?: string;
  /**
   * 待结算: an insured sale that the till has not settled yet. Nothing goes out before its settlement is reported (POST /v1/events/{id}/settlement).
   */
  awaiting?: true;
  /**
   * 就诊ID / 就医流水号
   */
  visitNo?: string;
  person?: Person;
}
/**
 * Personal data: masked everywhere but in the stored payload and what goes to the platform.
 */
export interface Person {
  no?: string;
  certType?: string;
  certNo?: string;
  name?: string;
  /**
   * 参保地医保区划, 6 digits.
   */
  region?: string;
}
export interface Prescription {
  no?: string;
  /**
   * 外购处方 (流转处方)
   */
  circulating?: boolean;
  doctor?: Practitioner;
  pharmacist?: Practitioner;
}
export interface Practitioner {
  no?: string;
  name: string;
  certType?: string;
  certNo?: string;
  licenceNo?: string;
}
/**
 * The document that a return or correction refers to.
 */
export interface OriginalDocument {
  documentNo: string;
  /**
   * The platform's number for the original, where the POS holds it (medins_prod_sel_no).
   */
  receipt?: string;
}
