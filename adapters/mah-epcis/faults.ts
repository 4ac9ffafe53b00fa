import type { FaultRow } from '../contract/index.ts';
import { faultRow } from '../kit/fault-row.ts';
import { httpFaults } from '../kit/http.ts';

const row = (
  native: readonly string[],
  category: FaultRow['category'],
  code: string,
  [zh, en]: readonly [string, string],
  [hintZh, hintEn]: readonly [string, string],
) => faultRow(native, category, code, { zh, en, hintZh, hintEn });

const NOTHING = ['系统自动处理,无需操作', 'Handled by the hub; nothing to do'] as const;
const ENQUIRED = [
  '系统按事件编号查询后再决定是否重发',
  'Resolved by an enquiry before anything is sent again',
] as const;

/**
 * Exceptions of EPCIS 2.0 §8.2.6 and §12 by the last part of their problem type (`epcisException:ValidationException`); the XML form
 * names them by their element. Those in capitals are the adapter's own findings.
 */
export const ownFaults: readonly FaultRow[] = [
  row(
    ['ValidationException'],
    'rejected',
    'EPCIS_INVALID',
    ['存储库认为事件不合规', 'The repository finds the events invalid'],
    ['按返回的说明核对码、GLN 与映射表', 'Check codes, GLNs and the tables of the profile against its message'],
  ),
  row(
    ['SecurityException'],
    'auth',
    'EPCIS_ACCESS_DENIED',
    ['存储库拒绝该身份', 'The repository denies access'],
    [
      '核对机构目录中该链路的密钥、口令或令牌及其权限',
      "Check the institution's key, password or token for this link, and its rights",
    ],
  ),
  row(
    ['ResourceAlreadyExistsException'],
    'already-accepted',
    'EPCIS_EVENT_EXISTS',
    ['存储库已有同编号事件', 'The repository holds an event of this id'],
    NOTHING,
  ),
  row(
    ['DIFFERS'],
    'rejected',
    'EPCIS_EVENT_DIFFERS',
    ['存储库中同编号事件内容不同', 'The event of this id in the repository has other content'],
    ['核对该单据号是否重复使用,以及存储库中的事件', 'Was the document number used twice? Look at the event there'],
  ),
  row(
    ['CaptureLimitExceededException'],
    'rejected',
    'EPCIS_CAPTURE_LIMIT',
    ['超过存储库单次上限', 'More than the repository takes at once'],
    ['在映射档 limits 中调低 maxItems 或 maxCodes', 'Lower maxItems or maxCodes in the limits of the profile'],
  ),
  row(
    ['NotAcceptableException', 'UnsupportedMediaTypeException', 'IUnsupportedMediaTypeException'],
    'misconfigured',
    'EPCIS_VERSION_OR_MEDIA_TYPE',
    ['存储库不接受该版本或媒体类型', 'The repository takes neither this version nor media type'],
    ['核对映射档的 form 与 mediaType', 'Check form and mediaType of the profile'],
  ),
  row(
    ['NoSuchResourceException', 'NoSuchNameException'],
    'misconfigured',
    'EPCIS_WRONG_ADDRESS',
    ['接口地址不存在', 'No such resource'],
    ['核对链路的 endpoint 与映射档的路径', "Check the link's endpoint and the paths of the profile"],
  ),
  row(
    [
      'QueryValidationException',
      'QueryParameterException',
      'QueryTooComplexException',
      'QueryTooLargeException',
      'URITooLongException',
    ],
    'rejected',
    'EPCIS_QUERY_REFUSED',
    ['存储库拒绝该查询', 'The repository refuses the query'],
    [
      '存储库可能不支持按事件编号或码查询,联系其运营方',
      'It may not support queries by event id or EPC; ask its operator',
    ],
  ),
  row(
    ['ImplementationException'],
    'unknown-outcome',
    'EPCIS_INTERNAL_ERROR',
    ['存储库内部错误,可能已处理', 'The repository failed internally; it may have captured the events'],
    ENQUIRED,
  ),
  row(
    ['JOB_FAILED'],
    'rejected',
    'EPCIS_JOB_FAILED',
    ['采集任务失败,存储库没有说明原因', 'The capture job failed, and the repository does not say why'],
    ['向存储库运营方查询该采集任务', "Ask the repository's operator about the capture job"],
  ),
  row(
    ['PAGED'],
    'contract-broken',
    'EPCIS_ANSWER_PAGED',
    ['查询结果分页,不足以判断', 'The answer is paged and proves nothing'],
    ['联系适配器作者;链路以人工核对为准', 'Tell the author of the adapter; check by hand'],
  ),
  row(
    ['ALIEN'],
    'contract-broken',
    'EPCIS_ALIEN_REPLY',
    ['存储库回复无法识别', 'The reply is not recognised'],
    ENQUIRED,
  ),
  row(
    ['*'],
    'unknown-outcome',
    'EPCIS_UNDOCUMENTED_EXCEPTION',
    ['存储库以未约定的异常回复,可能已处理', 'An undocumented exception; the events may have been captured'],
    ENQUIRED,
  ),
];

/** The whole catalogue, as listed at GET /v1/errors. */
export const faults: readonly FaultRow[] = [...ownFaults, ...httpFaults];
