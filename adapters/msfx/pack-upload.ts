import { gzipSync } from 'node:zlib';
import {
  type CallContext,
  type DeliveryInput,
  type NativeResponse,
  type Operation,
  type Outcome,
  RequestError,
} from '../contract/index.ts';
import { chinaDate } from '../kit/china-time.ts';
import { isObject, textOf } from '../kit/json.ts';
import { zipFile } from '../kit/zip.ts';
import { knownCodes } from './bill.ts';
import { relationIds, storedFileName } from './bill-code.ts';
import { alien, readBody } from './classify.ts';
import { refEntIdOf, requiredEntIdOf } from './enterprise.ts';
import { apiRequest } from './families.ts';
import { UPLOAD_PACE } from './pace.ts';
import { packTree } from './pack-tree.ts';
import { isRecord, mappedMessage, textsOf } from './params.ts';
import { subTypeOf } from './product.ts';
import { relationXml } from './relation-xml.ts';
import { readSettings } from './settings.ts';
import { isAccepted, isRefused, refusalOf } from './upload.ts';

/**
 * 关联关系上传: which pack lies in which, as a zipped XML file per product and batch; it activates the codes. Acceptance only queues
 * the file, relation-status tells the rest. Whether a file name counts only once is not published, so it is never sent twice unasked.
 */
export const packUpload: Operation = {
  id: 'pack.submit',
  kind: 'pack',
  title: { zh: '大中小包装关联关系上传', en: 'Upload of which pack lies in which' },
  effect: 'write',
  resend: 'unsafe',
  native: 'uploadrelation',
  // A file names one product and one batch; the hub makes a file of every line.
  maxItems: 1,
  enquiry: 'relation-status',
  pace: UPLOAD_PACE,
  checkHint: {
    zh: '在码上放心后台"关联关系处理查询"中按文件名查看是否存在及处理结果',
    en: 'Look the relation file up by its name in the 码上放心 console: does it exist, and how was it processed?',
  },
  businessIds: relationIds,
  buildRequest: buildUpload,
  parseResponse: parseUpload,
};

function buildUpload(input: DeliveryInput | undefined, context: CallContext) {
  const [line, ...others] = input?.event.lines ?? [];
  if (input === undefined || line === undefined || others.length > 0)
    throw new RequestError('EVENT_MISSING', 'a relation file needs an event with one line');
  const { appKey, relationPacking, relationEntSeqNo } = readSettings(context.settings);
  const { institution, profile } = context;
  const fileName = storedFileName(input);
  const tree = packTree(knownCodes(input, profile));
  const call = {
    app_key: appKey,
    ref_ent_id: refEntIdOf(institution),
    ent_seq_no: relationEntSeqNo === 'ent-id' ? requiredEntIdOf(institution) : refEntIdOf(institution),
    today: chinaDate(context.now),
    sub_type_no: subTypeOf(line, input, context),
    cascade: tree.cascade ?? '',
  };
  const message = mappedMessage(
    'pack.submit',
    { event: input.event, institution, ids: { upload_file_name: fileName }, call },
    profile,
  );
  const { save_code_relation, relation, batch, ...params } = message;
  const head = {
    relation: withCascade(attributesOf(relation)),
    batch: attributesOf(batch),
    license: institution.identity.relation_license ?? '',
    flag: profile.constants.relationFlag ?? '',
  };
  const xml = Buffer.from(relationXml(head, tree.codes), 'utf8');
  const file = relationPacking === 'gzip' ? gzipSync(xml) : zipFile(fileName, xml);
  const business = {
    ...textsOf(params),
    save_code_relation: JSON.stringify(isRecord(save_code_relation) ? textsOf(save_code_relation) : {}),
    file_content_string: Buffer.from(file).toString('base64'),
  };
  return apiRequest('uploadRelation', business, context);
}

/** 级联关系 counts the packs of each layer in one largest pack. */
function withCascade(relation: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  if (/^1(:[1-9]\d*)+$/.test(relation.cascade ?? '')) return relation;
  throw new RequestError('CASCADE_INVALID', 'extensions.msfx.cascade is not of the form 1:5:2500');
}

/** A node of the profile with `each: lines`: the file has one line. */
function attributesOf(node: unknown): Readonly<Record<string, string>> {
  const [first]: readonly unknown[] = Array.isArray(node) ? node : [];
  return isRecord(first) ? textsOf(first) : {};
}

function parseUpload(response: NativeResponse, context: CallContext): Outcome {
  const read = readBody(response, 'uploadRelation', 'write', context);
  if ('fault' in read) return { type: 'fault', fault: read.fault };
  const result = isObject(read.body.result) ? read.body.result : read.body;
  if (isAccepted(result)) {
    const { pollAfterMs } = readSettings(context.settings);
    return { type: 'accepted-pending', reason: textOf(result.msg_info) || 'queued for processing', pollAfterMs };
  }
  if (!isRefused(result)) return { type: 'fault', fault: alien('neither an acceptance nor a refusal') };
  const fault = refusalOf(result, read.requestId, context);
  // A file of that name is there: what became of it decides.
  if (fault.category === 'already-accepted')
    return { type: 'continue', operation: 'relation-status', progress: { duplicate: true } };
  return { type: 'fault', fault };
}
