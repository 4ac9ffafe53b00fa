/** Generated from gateway/http/openapi/openapi.json by "npm run generate". */

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
export type Text = string;
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
export type InstitutionCode = string;
export type LinkId = string;
/**
 * queued: waits for its turn; sending: under way; delivered: the platform holds it; rejected: the platform refused it; pending: accepted there, being processed; unknown: sent, no usable answer, being enquired; parked 挂起: a person must act; held: the link is isolated or lacks settings, or the sale is not settled yet; cancelled 作废: never sent, the sale did not happen
 */
export type DeliveryState =
  'queued' | 'sending' | 'delivered' | 'rejected' | 'pending' | 'unknown' | 'parked' | 'held' | 'cancelled';
/**
 * 待结算, 已结算, 已作废; of events posted with settlement.awaiting
 */
export type SettlementState = 'awaiting' | 'settled' | 'abandoned';
export type ReadingKind =
  | 'drug-trace'
  | 'gs1'
  | 'sscc'
  | 'hibc'
  | 'iccbba'
  | 'ma'
  | 'ahm'
  | 'ifa'
  | 'gtin'
  | 'nmpa-drug-code'
  | 'nhsa-drug-code'
  | 'nhsa-consumable-code'
  | 'approval-number'
  | 'institution-code'
  | 'logistics-code'
  | 'manufacturer-code'
  | 'opaque'
  | 'blank';
/**
 * What the code names. pack; shipment: one larger pack (SSCC); unknown: perhaps a manufacturer's own code of a pack. No single pack, and not followed as one: batch, product, production (lot and dates without the product: the second of two labels), content (what a larger pack holds and how many), institution, page (a web address without a code), other (an asset, a place, a coupon), unclear (elements run into each other and show no serial)
 */
export type Identifies =
  | 'pack'
  | 'shipment'
  | 'unknown'
  | 'batch'
  | 'product'
  | 'production'
  | 'content'
  | 'institution'
  | 'page'
  | 'other'
  | 'unclear';
/**
 * certain: marked as such or proven by a check digit; likely: its form has hardly another owner; possible: nothing speaks against it, or a rule is broken
 */
export type Confidence = 'certain' | 'likely' | 'possible';
export type FindingClass =
  | 'sold-twice'
  | 'returned-without-sale'
  | 'sold-after-destruction'
  | 'sold-after-recall'
  | 'sold-after-dispatch'
  | 'parent-and-child-sold'
  | 'received-elsewhere'
  | 'received-after-sale'
  | 'two-provinces'
  | 'split-overrun'
  | 'expired';
export type Severity = 'low' | 'medium' | 'high' | 'critical';
export type Verdict = 'sell' | 'report-only' | 'ask' | 'stop';
/**
 * Whose word it is, the most trusted first
 */
export type CatalogueOrigin = 'user' | 'config' | 'nhsa' | 'msfx' | 'manufacturer' | 'pack-event';
/**
 * Default: the one link of the institution that offers it
 */
export type LinkId1 = string;

export interface Components {
  MovementReason?: MovementReason;
  LocalDate?: LocalDate;
  Text?: Text;
  NoCodeReason?: NoCodeReason;
  Product?: Product;
  Person?: Person;
  InstitutionInput?: InstitutionInput;
  InstitutionLinkInput?: InstitutionLinkInput;
  TextValues?: TextValues2;
  InstitutionCode?: InstitutionCode;
  LinkId?: LinkId;
  DeliveryState?: DeliveryState;
  SettlementState?: SettlementState;
  SettlementReport?: SettlementReport;
  SettlementFragment?: SettlementFragment;
  WithdrawRequest?: WithdrawRequest;
  EventWithdrawal?: EventWithdrawal;
  Problem?: Problem;
  ProblemError?: ProblemError;
  Event?: Event;
  Receipt?: Receipt;
  UncodedStockInput?: UncodedStockInput;
  UncodedStock?: UncodedStock;
  UncodedStockPage?: UncodedStockPage;
  StockRegistered?: StockRegistered;
  UncodedStockReport?: UncodedStockReport;
  StockMovementPage?: StockMovementPage;
  StockAdjustment?: StockAdjustment;
  VirtualCode?: VirtualCode;
  VirtualCodeReply?: VirtualCodeReply;
  PolicyExplanations?: PolicyExplanations;
  PolicyExplanation?: PolicyExplanation;
  PolicyDecision?: PolicyDecision;
  RecogniseRequest?: RecogniseRequest;
  RecogniseReply?: RecogniseReply;
  CodeAnalysis?: CodeAnalysis;
  CodeReading?: CodeReading;
  RecognisedProduct?: RecognisedProduct;
  ReadingKind?: ReadingKind;
  Identifies?: Identifies;
  Confidence?: Confidence;
  CodeWarning?: CodeWarningReply;
  CodeParts?: CodeParts;
  FindingClass?: FindingClass;
  Severity?: Severity;
  Verdict?: Verdict;
  BothLanguages?: BothLanguages;
  VerifyRequest?: VerifyRequest;
  VerifyReply?: VerifyReply;
  VerifiedCode?: VerifiedCode;
  VerifiedProduct?: VerifiedProduct;
  VerifyReason?: VerifyReason;
  VerifyEvidence?: VerifyEvidence;
  PlatformAnswer?: PlatformAnswer;
  SeenMovement?: SeenMovement;
  Finding?: Finding;
  FindingPage?: FindingPage;
  CodeHistory?: CodeHistory;
  CodeEvent?: CodeEvent;
  CodeDelivery?: CodeDelivery;
  EventPage?: EventPage;
  BatchResult?: BatchResult;
  BatchItem?: BatchItem;
  Delivery?: Delivery;
  DeliveryFault?: DeliveryFault;
  DeliveryItem?: DeliveryItem;
  DeliveryCode?: DeliveryCode;
  DeliveryPage?: DeliveryPage;
  AttemptList?: AttemptList;
  Attempt?: Attempt;
  LinkList?: LinkList;
  Link?: Link;
  LinkHold?: LinkHold;
  Capabilities?: Capabilities;
  CapableOperation?: CapableOperation;
  ProbeResult?: ProbeResult;
  LookupList?: LookupList;
  LookupResult?: LookupResult;
  Institution?: Institution;
  InstitutionLink?: InstitutionLink;
  ImportResult?: ImportResult;
  CatalogueOrigin?: CatalogueOrigin;
  ProductRow?: ProductRow;
  ProductStatement?: ProductStatement;
  ProductStatementList?: ProductStatementList;
  CatalogueProduct?: CatalogueProduct;
  CatalogueDifference?: CatalogueDifference;
  PutProductReply?: PutProductReply;
  PackRelation?: PackRelation;
  PackView?: PackView;
  CatalogueConflictList?: CatalogueConflictList;
  CatalogueCounts?: CatalogueCounts;
  CatalogueImport?: CatalogueImport;
  CatalogueImportList?: CatalogueImportList;
  ErrorList?: ErrorList;
  ErrorEntry?: ErrorEntry;
  Health?: Health;
  StockRegistration?: StockRegistration;
  VirtualCodeRequest?: VirtualCodeRequest;
  AbandonRequest?: AbandonRequest;
  RetryRequest?: RetryRequest;
  IsolateRequest?: IsolateRequest;
  RestoreRequest?: RestoreRequest;
  ProbeRequest?: ProbeRequest;
  LookupRequest?: LookupRequest;
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
/**
 * 机构目录条目: what the hub must know to act for an institution on its links.
 */
export interface InstitutionInput {
  name: string;
  /**
   * 医保区划, 6 digits.
   */
  region: string;
  role: 'pharmacy' | 'hospital' | 'wholesaler' | 'manufacturer';
  /**
   * By link id. A link left out is removed from the institution.
   */
  links: {
    [k: string]: InstitutionLinkInput;
  };
}
export interface InstitutionLinkInput {
  identity: TextValues;
  credentials?: TextValues1;
}
/**
 * Who the institution is on that platform; the fields are the adapter's (GET /v1/links/{id}/capabilities).
 */
export interface TextValues {
  [k: string]: string;
}
/**
 * Sealed at once, never shown again. Left out: those stored before stay.
 */
export interface TextValues1 {
  [k: string]: string;
}
export interface TextValues2 {
  [k: string]: string;
}
export interface SettlementReport {
  /**
   * 结算ID (setl_id)
   */
  id?: string;
  /**
   * 就诊ID / 就医流水号
   */
  visitNo?: string;
  person?: Person;
  /**
   * Default: insured, as posted
   */
  type?: 'insured' | 'self-pay';
}
export interface SettlementFragment {
  link: string;
  profile: string;
  /**
   * In the platform's own terms
   */
  fragment: {};
  /**
   * Where each key of the fragment belongs: transaction and node
   */
  placement: {
    [k: string]: string;
  };
}
export interface WithdrawRequest {
  reason: string;
}
export interface EventWithdrawal {
  event: Event;
  /**
   * Deliveries that are not taken back, and why
   */
  left: {
    delivery: string;
    link: string;
    code: string;
    detail: string;
  }[];
}
export interface Event {
  id: string;
  institution: string;
  kind: string;
  documentNo: string;
  occurredAt: string;
  acceptedAt: string;
  /**
   * The links that hear of it; none: no route matched
   */
  routes: 'none' | string[];
  deliveries: Delivery[];
  /**
   * Of an event posted with settlement.awaiting
   */
  settlement?: {
    state: SettlementState;
    /**
     * When it was settled or abandoned
     */
    at?: string;
    /**
     * Why it was abandoned
     */
    reason?: string;
    /**
     * It waits longer than settlement.overdueMs allows
     */
    overdue?: boolean;
  };
  /**
   * What the policy in force where and when it happened says about it
   */
  decisions: PolicyDecision[];
  warnings: string[];
}
export interface Delivery {
  id: string;
  eventId: string;
  /**
   * Shown to operators
   */
  tenant?: string;
  institution: string;
  kind: string;
  documentNo: string;
  link: string;
  operation: string;
  primary: boolean;
  part: {
    index: number;
    count: number;
  };
  /**
   * Indexes of the event's lines that it carries
   */
  lines: number[];
  /**
   * Of lines cut in pieces: the codes (from inclusive, to exclusive) that this part carries
   */
  slices?: {
    line: number;
    from: number;
    to: number;
  }[];
  state: DeliveryState;
  /**
   * Why it waits or is held
   */
  reason?: string;
  /**
   * Next automatic step
   */
  nextAt?: string;
  /**
   * 回执: the platform's own reference
   */
  receipt?: string;
  /**
   * 撤回: the delivery that this one takes back, and why
   */
  withdraws?: {
    delivery: string;
    reason: string;
  };
  /**
   * The delivery that takes this one back
   */
  withdrawnBy?: string;
  /**
   * The platform held the record already
   */
  duplicate: boolean;
  /**
   * Some items or codes were refused: see items and codes
   */
  partial: boolean;
  attempts: number;
  enquiries: number;
  /**
   * Ids of the business record in the platform's own terms, the same at every try: what to look for in the platform's console
   */
  ids?: {
    record: {
      [k: string]: string;
    };
    items: {
      key: string;
      ids: {
        [k: string]: string;
      };
    }[];
  };
  fault?: DeliveryFault;
  items: DeliveryItem[];
  codes: DeliveryCode[];
  createdAt: string;
  updatedAt: string;
}
export interface DeliveryFault {
  category: string;
  code: string;
  /**
   * Who acts
   */
  actor: string;
  message: string;
  hint: string;
  /**
   * The platform's own code
   */
  nativeCode?: string;
  nativeMessage?: string;
}
export interface DeliveryItem {
  key: string;
  ok: boolean;
  receipt?: string;
  nativeCode?: string;
  message?: string;
}
export interface DeliveryCode {
  code: string;
  verdict: 'accepted' | 'refused' | 'alert';
  nativeCode?: string;
  message?: string;
}
export interface PolicyDecision {
  /**
   * Stays for ever
   */
  rule: string;
  /**
   * note: a duty or a right to know of; warn: a rule is not kept, as far as the event tells
   */
  outcome: 'note' | 'warn' | 'exempt' | 'block';
  /**
   * Indexes of the event's lines that it concerns
   */
  lines: number[];
  /**
   * Document and date the rule comes from; absent when the rule no longer stands
   */
  source?: string;
  message?: string;
}
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail?: string;
  /**
   * The request's id; give it to support.
   */
  instance: string;
  code: string;
  /**
   * The same request may succeed later.
   */
  retryable: boolean;
  /**
   * Seconds
   */
  retryAfter?: number;
  /**
   * The event that holds the identity already (409).
   */
  eventId?: string;
  errors?: ProblemError[];
}
export interface ProblemError {
  in: 'body' | 'query' | 'path' | 'header';
  /**
   * JSON Pointer (RFC 6901) into the body, or /<name> of the parameter
   */
  pointer: string;
  code: string;
  detail: string;
}
export interface Receipt {
  /**
   * A rule in force demands the codes on the receipt
   */
  required: boolean;
  lines: ReceiptLine[];
  /**
   * For the printer; empty where nothing went to a customer: an abandoned sale, a return, goods in
   */
  text: string[];
}
export interface ReceiptLine {
  product: string;
  spec?: string;
  quantity: string;
  unit?: string;
  split: boolean;
  codes: string[];
}
export interface UncodedStockInput {
  institution: InstitutionCode;
  /**
   * 采购单据号
   */
  purchaseDocument: string;
  product: Product1;
  /**
   * 生产批号
   */
  lot: string;
  /**
   * Above 0
   */
  quantity: string;
  /**
   * A sale in another unit is not covered.
   */
  unit?: string;
  expiresOn?: LocalDate;
  purchasedOn?: LocalDate;
}
/**
 * Sales are matched by localCode.
 */
export interface Product1 {
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
export interface UncodedStock {
  id: string;
  /**
   * For operators
   */
  tenant?: string;
  institution: string;
  purchaseDocument: string;
  product: Product;
  lot: string;
  unit?: string;
  expiresOn?: string;
  purchasedOn?: string;
  /**
   * As registered
   */
  quantity: string;
  /**
   * Sum of the corrections
   */
  adjusted: string;
  /**
   * Sold and dispensed, less what came back
   */
  sold: string;
  /**
   * quantity + adjusted - sold
   */
  remaining: string;
  registeredAt: string;
  registeredBy: string;
  /**
   * In the order of asking; where one row is asked for
   */
  virtualCodes?: VirtualCode[];
}
export interface VirtualCode {
  reference: string;
  code: string;
  link: string;
  at: string;
}
export interface UncodedStockPage {
  items: UncodedStock[];
  cursor?: string;
}
export interface StockRegistered {
  items: StockRegisteredItem[];
}
export interface StockRegisteredItem {
  result: 'registered' | 'repeated' | 'conflict';
  stock: UncodedStock;
}
export interface UncodedStockReport {
  items: UncodedStockTotal[];
}
export interface UncodedStockTotal {
  product: Product;
  lot: string;
  unit?: string;
  purchases: number;
  quantity: string;
  adjusted: string;
  sold: string;
  remaining: string;
}
export interface StockMovementPage {
  items: StockMovementItem[];
  cursor?: string;
}
export interface StockMovementItem {
  /**
   * voided: the event was abandoned or taken back
   */
  kind: 'sold' | 'returned' | 'voided' | 'adjusted';
  /**
   * Added to what remains
   */
  change: string;
  at: string;
  documentNo: string;
  eventId?: string;
  /**
   * Index into the event's lines
   */
  line?: number;
  reason?: string;
  actor?: string;
}
export interface StockAdjustment {
  /**
   * Number of the correction: counts once per row
   */
  documentNo: string;
  /**
   * Not 0; below 0: less is there
   */
  change: string;
  reason: string;
}
export interface VirtualCodeReply {
  outcome: 'ok' | 'fault';
  code?: VirtualCode;
  fault?: DeliveryFault;
}
export interface PolicyExplanations {
  items: PolicyExplanation[];
}
export interface PolicyExplanation {
  rule: string;
  outcome: 'note' | 'warn' | 'exempt' | 'block';
  source: string;
  message: string;
  effectiveFrom: string;
  effectiveTo?: string;
  /**
   * On the day of the event in China
   */
  inForce: boolean;
  applies: boolean;
  /**
   * The lines it speaks of
   */
  lines: number[];
  conditions: PolicyCondition[];
}
export interface PolicyCondition {
  name: string;
  wanted: unknown;
  fits: boolean;
  /**
   * Of a condition on lines: those that meet it
   */
  lines?: number[];
}
export interface RecogniseRequest {
  /**
   * @minItems 1
   * @maxItems 10000
   */
  codes: string[];
}
export interface RecogniseReply {
  items: CodeAnalysis[];
}
export interface CodeAnalysis {
  /**
   * As sent
   */
  raw: string;
  /**
   * The same as hexadecimal UTF-8: shows control characters
   */
  rawHex: string;
  /**
   * AIM symbology identifier, where the scanner sent one
   */
  symbology?: string;
  kind: ReadingKind;
  /**
   * Normal form: two scans of one code give the same
   */
  value: string;
  identifies: Identifies;
  confidence: Confidence;
  parts: CodeParts;
  /**
   * What the catalogue knows by the code's prefix, GTIN or 医保代码 today; several where packs or products share it. Absent: nothing
   */
  products?: RecognisedProduct[];
  warnings: CodeWarningReply[];
  /**
   * Two readings stand side by side: nothing in the text decides
   */
  ambiguous: boolean;
  /**
   * Other readings, likeliest first
   */
  alternatives: CodeReading[];
}
/**
 * What the code carries; dates yyyy-MM-dd. Absent: not in the code
 */
export interface CodeParts {
  /**
   * 药品标识码
   */
  prefix?: string;
  gtin?: string;
  /**
   * UDI-DI, PPN, LIC+PCN …
   */
  product?: string;
  /**
   * The eight digits on the pack (UPC-E), of which gtin is the full number
   */
  upcE?: string;
  serial?: string;
  lot?: string;
  expiresOn?: string;
  producedOn?: string;
  sscc?: string;
  quantity?: string;
  /**
   * Pack level as the code itself says it
   */
  level?: string;
  /**
   * The rule that the code breaks, e.g. REQUIRES_COMPANION 10
   */
  problem?: string;
  /**
   * 特药: 20-digit codes from 89
   */
  special?: boolean;
  elements?: {
    id: string;
    title?: string;
    value: string;
  }[];
}
export interface RecognisedProduct {
  name?: string;
  spec?: string;
  manufacturer?: string;
  /**
   * 上市许可持有人
   */
  holder?: string;
  packLevel?: 'small' | 'middle' | 'large';
  /**
   * 包装比例, outermost first
   */
  packRatio?: string;
  prefix?: string;
  gtin?: string;
  nhsaCode?: string;
  /**
   * 药品本位码
   */
  standardCode?: string;
  approvalNo?: string;
}
export interface CodeWarningReply {
  code: string;
  message: string;
}
export interface CodeReading {
  kind: ReadingKind;
  value: string;
  identifies: Identifies;
  confidence: Confidence;
  parts: CodeParts;
  warnings: CodeWarningReply[];
}
export interface BothLanguages {
  zh: string;
  en: string;
}
export interface VerifyRequest {
  institution: InstitutionCode;
  /**
   * 医保区划; needed only for an institution that the directory does not know
   */
  region?: string;
  kind?: 'retail-sale' | 'dispense';
  /**
   * 拆零: less than the whole pack is to be sold
   */
  split?: boolean;
  /**
   * Byte for byte as scanned
   *
   * @minItems 1
   * @maxItems 200
   */
  codes: string[];
  /**
   * When the till wants its answer; 0: from what the hub knows by itself
   */
  deadlineMs?: number;
}
export interface VerifyReply {
  items: VerifiedCode[];
  /**
   * Those that could know of such codes
   */
  platforms: PlatformAnswer[];
  tookMs: number;
}
export interface VerifiedCode {
  raw: string;
  /**
   * Normal form; absent where the text is no trace code
   */
  code?: string;
  kind?: string;
  product?: VerifiedProduct;
  verdict: Verdict;
  /**
   * The gravest first
   *
   * @minItems 1
   */
  reasons: VerifyReason[];
  evidence: VerifyEvidence[];
}
/**
 * By the catalogue
 */
export interface VerifiedProduct {
  name?: string;
  spec?: string;
  nhsaCode?: string;
  gtin?: string;
  manufacturer?: string;
}
export interface VerifyReason {
  /**
   * All are listed in the guide for POS vendors (docs/guides/pos.md)
   */
  code: string;
  verdict: Verdict;
  message: BothLanguages;
  source?: BothLanguages;
}
export interface VerifyEvidence {
  from: 'ledger' | 'catalogue' | 'platform';
  /**
   * Since it happened (ledger), holds (catalogue), or was said (platform)
   */
  ageMs: number;
  movement?: SeenMovement;
  /**
   * Of the catalogue's row
   */
  source?: string;
  link?: string;
  platformVerdict?: 'accepted' | 'refused' | 'alert';
  /**
   * The platform's words
   */
  message?: string;
}
/**
 * An event that carries the code. Without eventId and institution it is another tenant's.
 */
export interface SeenMovement {
  /**
   * Where it is that of a pack around
   */
  code?: string;
  kind: string;
  occurredAt: string;
  /**
   * GB/T 2260, two digits
   */
  province: string;
  split: boolean;
  own: boolean;
  eventId?: string;
  /**
   * 单据号, in findings
   */
  documentNo?: string;
  institution?: string;
  /**
   * For operators
   */
  tenant?: string;
}
export interface PlatformAnswer {
  link: string;
  state: 'answered' | 'cached' | 'no-answer';
  /**
   * Of the oldest answer used
   */
  ageMs?: number;
  /**
   * Why there is no answer (GET /v1/errors)
   */
  fault?: string;
}
export interface Finding {
  id: string;
  class: FindingClass;
  title: string;
  /**
   * Normal form
   */
  code: string;
  severity: Severity;
  /**
   * What it may point to
   */
  suspicions: ('假药' | '回流药' | '串换')[];
  /**
   * Who says so
   */
  source: string;
  open: boolean;
  foundAt: string;
  updatedAt: string;
  clearedAt?: string;
  evidence: SeenMovement[];
}
export interface FindingPage {
  items: Finding[];
  cursor?: string;
}
export interface CodeHistory {
  /**
   * Normal form
   */
  code: string;
  kind: 'drug-trace' | 'gs1' | 'sscc' | 'hibc' | 'iccbba' | 'ma' | 'ahm' | 'ifa' | 'opaque';
  /**
   * 药品标识码: first 7 digits of a drug trace code
   */
  prefix?: string;
  gtin?: string;
  serial?: string;
  /**
   * Where the pack is by its last movement; opened: sold in part (拆零); sent: on its way to whoever reports its receipt
   */
  place?: {
    place: 'in-stock' | 'sold' | 'opened' | 'sent' | 'destroyed';
    since: SeenMovement;
  };
  /**
   * What counts, of all tenants, by time; nothing of a code that all packs of a batch carry
   */
  movements: SeenMovement[];
  findings: Finding[];
  events: CodeEvent[];
  /**
   * Absent on the last page
   */
  cursor?: string;
}
export interface CodeEvent {
  eventId: string;
  institution: string;
  kind: string;
  documentNo: string;
  occurredAt: string;
  acceptedAt: string;
  /**
   * Indexes of the document's lines that carry the code
   */
  lines: number[];
  /**
   * 拆零: less than the whole pack
   */
  split: boolean;
  /**
   * Those that carry one of these lines
   */
  deliveries: CodeDelivery[];
}
export interface CodeDelivery {
  id: string;
  link: string;
  state: DeliveryState;
  /**
   * 回执: the platform's own reference
   */
  receipt?: string;
  /**
   * What the platform said of this very code, where it did
   */
  verdict?: 'accepted' | 'refused' | 'alert';
  /**
   * The delivery that this one takes back
   */
  withdraws?: string;
  /**
   * The delivery that takes this one back
   */
  withdrawnBy?: string;
  updatedAt: string;
}
export interface EventPage {
  items: Event[];
  /**
   * Absent on the last page
   */
  cursor?: string;
}
export interface BatchResult {
  results: BatchItem[];
}
export interface BatchItem {
  index: number;
  /**
   * What the item alone would have been answered with
   */
  status: number;
  event?: Event;
  problem?: Problem;
}
export interface DeliveryPage {
  items: Delivery[];
  cursor?: string;
}
export interface AttemptList {
  items: Attempt[];
}
export interface Attempt {
  operation: string;
  effect: 'read' | 'write';
  startedAt: string;
  durationMs: number;
  /**
   * A byte of it may have left
   */
  sent: boolean;
  outcome: string;
  category?: string;
  code?: string;
  nativeCode?: string;
  nativeMessage?: string;
  httpStatus?: number;
  /**
   * Native ids of this one try, as proof towards the platform
   */
  attemptIds: {
    [k: string]: string;
  };
  /**
   * The reply, scrubbed; shown to operators
   */
  excerpt?: string;
}
export interface LinkList {
  items: Link[];
}
export interface Link {
  id: string;
  title: string;
  adapter: string;
  protocol: 'rest' | 'soap' | 'file';
  profile: string;
  /**
   * degraded: works, but an institution is on hold
   */
  status: 'healthy' | 'degraded' | 'recovering' | 'down' | 'isolated';
  isolated?: LinkHold;
  breaker: 'closed' | 'open' | 'half-open' | 'ramp';
  nextProbeAt?: string;
  openings: number;
  inFlight: number;
  maxInFlight: number;
  pausedUntil?: string;
  /**
   * Our code of the fault that paused the link: a rate exceeded, or the day's quota used up
   */
  pausedBecause?: string;
  lastSuccessAt?: string;
  lastFailure?: {
    at: string;
    code: string;
  };
  /**
   * The platform's clock minus ours
   */
  clockSkewMs?: number;
  /**
   * Shown to operators
   */
  endpoint?: string;
  /**
   * Institutions on hold; shown to operators
   */
  holds?: LinkHold[];
  /**
   * Per state, of all tenants; shown to operators
   */
  deliveries?: {
    [k: string]: number;
  };
  /**
   * Shown to operators
   */
  oldestDueAt?: string;
  /**
   * Deliveries of sales not settled yet; shown to operators
   */
  awaitingSettlement?: {
    count: number;
    oldestAt: string;
    overdue: boolean;
  };
}
export interface LinkHold {
  since: string;
  institution?: string;
  /**
   * Shown to operators
   */
  tenant?: string;
  /**
   * Shown to operators
   */
  reason?: string;
  /**
   * Shown to operators
   */
  actor?: string;
}
export interface Capabilities {
  link: string;
  adapter: string;
  title: string;
  protocol: 'rest' | 'soap' | 'file';
  interfaceVersion: string;
  sources: string[];
  profile: {
    id: string;
    title: string;
  };
  undo: string;
  /**
   * Points that the published interface leaves open
   */
  open: string[];
  /**
   * JSON Schema of an institution's native identity
   */
  identity: {};
  /**
   * JSON Schema of an institution's credentials
   */
  credentials: {};
  operations: CapableOperation[];
}
export interface CapableOperation {
  id: string;
  /**
   * The platform's own name
   */
  native: string;
  title: string;
  kind?: string;
  effect: 'read' | 'write';
  resend: 'safe' | 'keyed' | 'unsafe';
  maxItems?: number;
  maxCodes?: number;
  pace?: {
    ratePerSecond: number;
    burst: number;
    per: 'institution' | 'link';
  };
  /**
   * The operation that learns the fate
   */
  enquiry?: string;
  /**
   * Why there is none
   */
  noEnquiry?: string;
  checkHint?: string;
}
export interface ProbeResult {
  outcome: string;
  durationMs: number;
  fault?: DeliveryFault;
}
export interface LookupList {
  items: {
    operation: string;
    /**
     * The platform's own name
     */
    native: string;
    title: string;
    /**
     * What the answer holds
     */
    answers: string;
    /**
     * JSON Schema of the parameters
     */
    params: {};
    example: {};
    /**
     * How long an answer is given again
     */
    cacheMs: number;
  }[];
}
export interface LookupResult {
  outcome: 'ok' | 'not-found' | 'fault';
  /**
   * When the platform said so
   */
  asOf: string;
  ageMs: number;
  /**
   * What was found; GET …/lookups says what it holds
   */
  answer?: {};
  codes?: DeliveryCode[];
  fault?: DeliveryFault;
}
export interface Institution {
  code: string;
  name: string;
  region: string;
  role: string;
  links: {
    [k: string]: InstitutionLink;
  };
  updatedAt: string;
}
export interface InstitutionLink {
  identity: {
    [k: string]: string;
  };
  hasCredentials: boolean;
}
export interface ImportResult {
  institutions: number;
}
/**
 * 三码合一: needs at least one of prefix, gtin, nhsaCode
 */
export interface ProductRow {
  /**
   * 药品标识码, 7 digits
   */
  prefix?: string;
  packLevel?: 'small' | 'middle' | 'large';
  /**
   * 商品码, 8, 12, 13 or 14 digits
   */
  gtin?: string;
  /**
   * 国家医保药品代码
   */
  nhsaCode?: string;
  /**
   * 药品本位码, 14 digits beginning with 869, the last a check digit
   */
  standardCode?: string;
  /**
   * 批准文号
   */
  approvalNo?: string;
  /**
   * 药品ID of 码上放心
   */
  drugId?: string;
  localName?: string;
  spec?: string;
  /**
   * 生产企业
   */
  manufacturer?: string;
  /**
   * 上市许可持有人, where it is another
   */
  holder?: string;
  /**
   * 包装比例, outermost first: 1:5:10
   */
  packRatio?: string;
  /**
   * 转换比: smallest units in the smallest sales pack, e.g. 24 tablets
   */
  content?: string;
  /**
   * 最小制剂单位: what content counts, e.g. 片. Split packs (拆零) sold in this unit are counted against content
   */
  contentUnit?: string;
  /**
   * Document or file, with its date
   */
  source: string;
  /**
   * First day, China
   */
  validFrom: string;
  /**
   * First day on which it no longer holds
   */
  validTo?: string;
}
export interface ProductStatement {
  /**
   * prefix:…, gtin:… or nhsaCode:…
   */
  key: string;
  origin: CatalogueOrigin;
  /**
   * Another origin says something else
   */
  disputed: boolean;
  recordedAt: string;
  /**
   * Corrected or withdrawn by its origin
   */
  supersededAt?: string;
  row: ProductRow;
}
export interface ProductStatementList {
  items: ProductStatement[];
  cursor?: string;
}
export interface CatalogueProduct {
  key: string;
  row?: ProductRow1;
  /**
   * Oldest first
   */
  statements: ProductStatement[];
}
/**
 * 三码合一: needs at least one of prefix, gtin, nhsaCode
 */
export interface ProductRow1 {
  /**
   * 药品标识码, 7 digits
   */
  prefix?: string;
  packLevel?: 'small' | 'middle' | 'large';
  /**
   * 商品码, 8, 12, 13 or 14 digits
   */
  gtin?: string;
  /**
   * 国家医保药品代码
   */
  nhsaCode?: string;
  /**
   * 药品本位码, 14 digits beginning with 869, the last a check digit
   */
  standardCode?: string;
  /**
   * 批准文号
   */
  approvalNo?: string;
  /**
   * 药品ID of 码上放心
   */
  drugId?: string;
  localName?: string;
  spec?: string;
  /**
   * 生产企业
   */
  manufacturer?: string;
  /**
   * 上市许可持有人, where it is another
   */
  holder?: string;
  /**
   * 包装比例, outermost first: 1:5:10
   */
  packRatio?: string;
  /**
   * 转换比: smallest units in the smallest sales pack, e.g. 24 tablets
   */
  content?: string;
  /**
   * 最小制剂单位: what content counts, e.g. 片. Split packs (拆零) sold in this unit are counted against content
   */
  contentUnit?: string;
  /**
   * Document or file, with its date
   */
  source: string;
  /**
   * First day, China
   */
  validFrom: string;
  /**
   * First day on which it no longer holds
   */
  validTo?: string;
}
export interface CatalogueDifference {
  field: string;
  ours: string;
  theirs: string;
  origin: CatalogueOrigin;
  source?: string;
}
export interface PutProductReply {
  result: 'added' | 'unchanged' | 'changed' | 'repeated';
  product: ProductStatement;
  conflicts: CatalogueDifference[];
}
export interface PackRelation {
  parent?: string;
  /**
   * 1 is the smallest pack
   */
  level?: number;
  packRatio?: string;
  lot?: string;
  /**
   * 0 正常, 1 拼箱 (several lots or products), 2 零箱 (not full), 3 both
   */
  boxStatus?: 0 | 1 | 2 | 3;
  origin: CatalogueOrigin;
  recordedAt: string;
  /**
   * Packed anew since
   */
  endedAt?: string;
}
export interface PackView {
  code: string;
  /**
   * The next larger pack; absent for the outermost
   */
  parent?: string;
  children: string[];
  level?: number;
  packRatio?: string;
  lot?: string;
  boxStatus?: 0 | 1 | 2 | 3;
  origin: CatalogueOrigin;
  disputed: boolean;
  history: PackRelation[];
}
export interface CatalogueConflictList {
  items: {
    /**
     * prefix:…, gtin:…, nhsaCode:… or code:…
     */
    key: string;
    statements: ProductStatement[];
    relations: PackRelation[];
  }[];
  cursor?: string;
}
/**
 * added, changed, unchanged, repeated, disputed, withdrawn, problems
 */
export interface CatalogueCounts {
  [k: string]: number;
}
export interface CatalogueImport {
  id: string;
  result: 'imported' | 'refused' | 'checked';
  counts: CatalogueCounts;
  /**
   * The first 1,000
   */
  problems: {
    line?: number;
    column?: string;
    message: string;
  }[];
  /**
   * The first 1,000; all stand in /v1/catalogue/conflicts
   */
  conflicts: {
    line: number;
    key: string;
    differences: CatalogueDifference[];
  }[];
}
export interface CatalogueImportList {
  items: {
    id: string;
    origin: CatalogueOrigin;
    format: string;
    source: string;
    actor: string;
    startedAt: string;
    endedAt: string;
    counts: CatalogueCounts;
  }[];
}
export interface ErrorList {
  items: ErrorEntry[];
}
export interface ErrorEntry {
  code: string;
  /**
   * api, intake, link, or the adapter's id
   */
  source: string;
  /**
   * HTTP status, for codes of this API
   */
  status?: number;
  /**
   * Fault category, for codes of deliveries
   */
  category?: string;
  /**
   * Who acts
   */
  actor?: string;
  message: string;
  hint?: string;
}
export interface Health {
  status: 'ok' | 'unavailable';
  checks?: {
    name: string;
    ok: boolean;
    detail?: string;
  }[];
}
export interface StockRegistration {
  /**
   * @minItems 1
   * @maxItems 500
   */
  items: UncodedStockInput[];
}
export interface VirtualCodeRequest {
  /**
   * The till's own name of the pack, e.g. receipt and line
   */
  reference: string;
  link?: LinkId1;
  /**
   * Default: 10000
   */
  timeoutMs?: number;
}
export interface AbandonRequest {
  reason: string;
}
export interface RetryRequest {
  confirmedAbsent?: boolean;
}
export interface IsolateRequest {
  reason: string;
  institution?: InstitutionCode;
  /**
   * Whose institution; default: the key's own tenant.
   */
  tenant?: string;
}
export interface RestoreRequest {
  institution?: InstitutionCode;
  /**
   * Whose institution; default: the key's own tenant.
   */
  tenant?: string;
}
export interface ProbeRequest {
  institution: InstitutionCode;
  /**
   * Whose institution; default: the key's own tenant.
   */
  tenant?: string;
}
export interface LookupRequest {
  institution: InstitutionCode;
  /**
   * As the look-up's schema describes them
   */
  params?: {
    [k: string]: unknown;
  };
  /**
   * Default: 10000
   */
  timeoutMs?: number;
}
