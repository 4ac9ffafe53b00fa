/** The errors that the API itself answers with. Long because it is one table: half of it names an error, half says what to do. */
import type { Bilingual } from '../../adapters/contract/index.ts';

/** One kind of error reply: HTTP status, whether the same request may succeed later, what it is called. */
export interface ProblemType {
  readonly status: number;
  readonly retryable: boolean;
  /** Constant per type (RFC 9457 §3.1.3). */
  readonly title: Bilingual;
  /** What the caller does about it. */
  readonly hint: Bilingual;
}

const type = (
  status: number,
  retryable: boolean,
  [en, zh]: readonly [string, string],
  [hintEn, hintZh]: readonly [string, string],
): ProblemType => ({ status, retryable, title: { en, zh }, hint: { en: hintEn, zh: hintZh } });

/**
 * Every error the API itself answers with; titles of the idempotency problems are those of
 * draft-ietf-httpapi-idempotency-key-header §2.7.
 */
export const problemTypes = {
  BODY_NOT_JSON: type(
    400,
    false,
    ['The body is not valid JSON', '请求体不是合法的JSON'],
    ['Mend the syntax at the place named in errors.', '请修正 errors 中所指位置的语法。'],
  ),
  BODY_NOT_UTF8: type(
    400,
    false,
    ['The body is not valid UTF-8', '请求体不是合法的UTF-8'],
    ['Encode the text as UTF-8, not as GBK.', '请使用UTF-8编码，不要使用GBK。'],
  ),
  BODY_DAMAGED: type(
    400,
    true,
    ['The body did not arrive whole', '请求体未完整到达'],
    ['Send the request again.', '请重新发送。'],
  ),
  BODY_TOO_DEEP: type(
    400,
    false,
    ['The body is nested too deeply', '请求体嵌套过深'],
    ['No documented body is nested that deeply.', '接口文档中没有如此深的嵌套。'],
  ),
  MEMBER_REPEATED: type(
    400,
    false,
    ['A member stands twice in one JSON object', 'JSON对象中有重复的字段'],
    [
      'Send every field once: which of the two counts is not defined (RFC 8259 §4).',
      '同一字段只能出现一次：重复时以哪个为准没有定义（RFC 8259 §4）。',
    ],
  ),
  BODY_MISSING: type(
    400,
    false,
    ['The request has no body', '缺少请求体'],
    ['Send the documented body.', '请按接口文档发送请求体。'],
  ),
  PARAMETERS_INVALID: type(400, false, ['A parameter is not valid', '参数不正确'], ['See errors.', '请查看 errors。']),
  CURSOR_INVALID: type(
    400,
    false,
    ['The cursor is not valid', '翻页游标无效'],
    ['Use the cursor of the page before, unchanged.', '请原样使用上一页返回的 cursor。'],
  ),
  IDEMPOTENCY_KEY_INVALID: type(
    400,
    false,
    ['Idempotency-Key is not valid', 'Idempotency-Key 格式不正确'],
    [
      'Send one quoted string of 1 to 255 printable ASCII characters, e.g. a UUID.',
      '请发送一个带引号的字符串，1到255个可见ASCII字符，例如UUID。',
    ],
  ),
  KEY_REQUIRED: type(
    401,
    false,
    ['An API key is required', '需要API密钥'],
    ['Send Authorization: Bearer thk_… or X-Api-Key.', '请发送 Authorization: Bearer thk_… 或 X-Api-Key。'],
  ),
  KEY_UNKNOWN: type(
    401,
    false,
    ['The API key is not known', 'API密钥无效'],
    ['Check the key; ask the operator of the hub for a new one.', '请检查密钥，或向平台运维申请新密钥。'],
  ),
  ROLE_REQUIRED: type(
    403,
    false,
    ['This needs an operator key', '此操作需要运维密钥'],
    ['Ask the operator of the hub.', '请联系平台运维。'],
  ),
  NOT_FOUND: type(
    404,
    false,
    ['There is no such thing', '没有找到'],
    ['Check the id; things of other tenants are not found either.', '请检查编号；其他接入方的数据同样查不到。'],
  ),
  ROUTE_NOT_FOUND: type(404, false, ['There is no such route', '没有这个接口'], ['See /docs.', '请查看 /docs。']),
  METHOD_NOT_ALLOWED: type(
    405,
    false,
    ['The route does not take this method', '接口不支持该方法'],
    ['See the Allow header.', '请查看 Allow 头。'],
  ),
  EVENT_CONFLICT: type(
    409,
    false,
    ['The document was accepted before with other content', '该单据已受理且内容不同'],
    [
      'Nothing was changed. Correct by a new document; an event is never overwritten.',
      '原单据未改变。请用新单据更正；已受理的事件不会被覆盖。',
    ],
  ),
  STATE_CONFLICT: type(
    409,
    false,
    ['The delivery is in a state that allows no retry', '投递当前状态不允许重试'],
    [
      'Only parked, rejected, held and unknown deliveries can be taken up again.',
      '只有挂起、被拒、暂扣、未知状态的投递可以重试。',
    ],
  ),
  NOT_AWAITING_SETTLEMENT: type(
    409,
    false,
    ['The event does not wait for a settlement', '该单据不在等待结算'],
    [
      'Only an event posted with settlement.awaiting can be settled or abandoned later.',
      '只有以 settlement.awaiting 提交的单据才能事后回报结算或作废。',
    ],
  ),
  SETTLEMENT_CONFLICT: type(
    409,
    false,
    ['The event was settled before, otherwise', '该单据已回报过不同的结算'],
    [
      'Nothing was changed: what was reported first has gone out. Correct by a return document.',
      '结算未改变：最先回报的内容已用于上报。请用退货单据更正。',
    ],
  ),
  EVENT_ABANDONED: type(
    409,
    false,
    ['The event was abandoned', '该单据已作废'],
    [
      'Nothing of it goes out any more. Post a new sale under a new number.',
      '该单据不会再上报。请用新单据号提交新的销售。',
    ],
  ),
  SETTLEMENT_AWAITED: type(
    409,
    false,
    ['The sale is not settled yet', '该销售尚未结算'],
    [
      'Report its settlement, or abandon it; until then nobody can send it.',
      '请回报结算结果，或作废该单据；在此之前任何人都不能发送。',
    ],
  ),
  INSTITUTION_INCOMPLETE: type(
    409,
    false,
    ['The directory lacks what the link needs of this institution', '机构目录缺少该链路所需的资料'],
    ['Complete the institution, then repeat.', '请补全机构资料后重试。'],
  ),
  WITHDRAWAL_NOT_DELIVERED: type(
    409,
    false,
    ['Only what the platform holds can be taken back', '只能撤回平台已收到的记录'],
    ['This delivery is not delivered. Wait until its fate is known.', '该投递未送达。请等待其结果明确。'],
  ),
  WITHDRAWAL_NOT_OURS: type(
    409,
    false,
    ['The platform held a record of this number before the delivery', '该投递之前平台已有同号记录'],
    [
      'Another institution or program may have uploaded it, and taking back goes by the number alone. Look the record up on the platform; if it is yours, delete it there.',
      '该记录可能由其他机构或程序上传，而撤回只认单据号。请在平台上核对该记录，确属本单据的请在平台上删除。',
    ],
  ),
  WITHDRAWAL_NOT_POSSIBLE: type(
    409,
    false,
    ['A withdrawal cannot be taken back', '撤回本身不能再撤回'],
    ['Post the document again under a new number.', '请用新单据号重新提交。'],
  ),
  ALREADY_WITHDRAWN: type(
    409,
    false,
    ['It is being taken back already', '该投递已在撤回'],
    [
      'See withdrawnBy of the delivery; a withdrawal that failed is retried like any delivery.',
      '见该投递的 withdrawnBy；撤回失败时像其他投递一样重试。',
    ],
  ),
  STOCK_ADJUSTMENT_CONFLICT: type(
    409,
    false,
    ['The number of this correction was used for another one', '该更正单号已用于另一笔更正'],
    ['Nothing was changed. Use a new documentNo.', '库存未改变。请使用新的 documentNo。'],
  ),
  STOCK_BELOW_ZERO: type(
    409,
    false,
    ['Less than nothing would be left', '更正后剩余数量将小于零'],
    ['Nothing was changed. See remaining of the row.', '库存未改变。请查看该行的 remaining。'],
  ),
  IDEMPOTENCY_KEY_IN_USE: type(
    409,
    true,
    ['A request is outstanding for this Idempotency-Key', '使用该 Idempotency-Key 的请求正在处理'],
    ['Wait for it to end, then repeat.', '请等待其结束后再重试。'],
  ),
  BODY_TOO_LARGE: type(
    413,
    false,
    ['The body is too large', '请求体过大'],
    ['Post fewer events at once.', '请减少单次提交的事件数。'],
  ),
  MEDIA_TYPE_UNSUPPORTED: type(
    415,
    false,
    ['The content type is not supported', '不支持的内容类型'],
    [
      'Send the documented Content-Type, UTF-8, uncompressed or gzip, deflate, br.',
      '请使用接口文档中的 Content-Type 与UTF-8，不压缩或使用 gzip、deflate、br。',
    ],
  ),
  BODY_INVALID: type(422, false, ['The content is not valid', '内容不符合要求'], ['See errors.', '请查看 errors。']),
  FRAGMENT_NOT_SUPPORTED: type(
    422,
    false,
    ['No such link of this event settles', '该单据没有参与结算的链路'],
    [
      'Name a link of the event whose platform settles, or settle without a fragment.',
      '请指定该单据中参与结算的链路，或不带追溯节点直接结算。',
    ],
  ),
  FRAGMENT_NOT_POSSIBLE: type(
    422,
    false,
    ['The event cannot be part of a settlement there', '该单据无法生成结算追溯节点'],
    ['See detail.', '请查看 detail。'],
  ),
  WITHDRAWAL_NOT_SUPPORTED: type(
    422,
    false,
    ['The platform takes nothing back', '该平台不支持撤回'],
    [
      'Correct by the opposite document: a return of the sale, a return to the supplier.',
      '请用相反的单据更正：销售退货、购进退出等。',
    ],
  ),
  STOCK_REPORT_TOO_LARGE: type(
    422,
    false,
    ['The institution has more products and lots than one report holds', '该机构的品种批号数超过单个报表上限'],
    ['Read GET /v1/uncoded-stock page by page.', '请用 GET /v1/uncoded-stock 逐页读取。'],
  ),
  VIRTUAL_CODE_NOT_SUPPORTED: type(
    422,
    false,
    ['No platform of this institution gives virtual codes', '该机构所接平台不提供虚拟追溯码'],
    [
      'Only some regions have them (湖南 3592B). Sell without a code, with noCodeReason uncoded-stock; where the institution has several such links, name one.',
      '只有部分地区提供（湖南 3592B）。请以 noCodeReason uncoded-stock 不带码销售；机构有多条此类链路时请指明一条。',
    ],
  ),
  IDEMPOTENCY_KEY_REUSED: type(
    422,
    false,
    ['Idempotency-Key is already used', 'Idempotency-Key 已被使用'],
    [
      'The key was used with other content. A new request needs a new key.',
      '该键已用于其他内容。新的请求请使用新的键。',
    ],
  ),
  INTERNAL_ERROR: type(
    500,
    true,
    ['The gateway failed', '网关内部错误'],
    [
      'Repeating is safe. Give the instance to support if it stays.',
      '可以安全重试。若持续出现，请将 instance 提供给运维。',
    ],
  ),
  STORE_UNAVAILABLE: type(
    503,
    true,
    ['Nothing could be stored', '暂时无法存储'],
    ['Nothing was accepted. Repeat after retryAfter.', '请求未被受理，请在 retryAfter 秒后重试。'],
  ),
  STORE_FULL: type(
    507,
    true,
    ['The gateway has no space left', '网关存储空间不足'],
    [
      'Nothing was accepted. Repeat after retryAfter; the operator must make room.',
      '请求未被受理，请在 retryAfter 秒后重试；运维需清理空间。',
    ],
  ),
} as const satisfies Readonly<Record<string, ProblemType>>;

export type ProblemCode = keyof typeof problemTypes;
