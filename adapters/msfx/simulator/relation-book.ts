import { chinaDate, chinaDateTime, type Ledger } from '../../sim-kit/index.ts';
import { type Answer, failed, pageOf, succeeded, TypedList } from './answer.ts';
import type { Params } from './params.ts';
import { type RelationFile, readRelationFile } from './relation-file.ts';
import type { MsfxSettings } from './settings.ts';

interface Upload {
  readonly id: string;
  readonly enterprise: string;
  readonly fileName: string;
  readonly file: RelationFile | undefined;
  /** Why its processing fails, if it does. */
  readonly objection: string | undefined;
  readonly at: number;
}

/** Relation files of producers: taken at once, processed after a while; what they say of packs holds from their processing on. */
export class RelationBook {
  readonly #ledger: Ledger;
  readonly #settings: MsfxSettings;
  readonly #uploads: Upload[] = [];
  readonly #active = new Set<string>();

  constructor(ledger: Ledger, settings: MsfxSettings) {
    this.#ledger = ledger;
    this.#settings = settings;
  }

  /** scqy.uploadrelation 关联关系上传. */
  upload(params: Params, now: number): Answer {
    const take = (name: string) => params.get(name) ?? '';
    const enterprise = take('ref_ent_id');
    const given = describedBy(take('save_code_relation'));
    if (given === undefined) return { result: failed('save_code_relation不是JSON或缺少文件名、企业ID') };
    const ids = this.#settings.parties.find(({ refEntId }) => refEntId === enterprise);
    if (given.entSeqNo !== enterprise && given.entSeqNo !== ids?.entId)
      return { result: failed('上传文件的企业ID不符') };
    if (this.#uploads.some((one) => one.enterprise === enterprise && one.fileName === given.fileName)) {
      return { result: failed('文件名重复', { msg_code: 'BILL_FILE_NAME_DUPLICATE_UPLOAD' }) };
    }
    const read = readRelationFile(take('file_content_string'));
    if (typeof read === 'string') return { result: failed(read) };
    const objection =
      given.prodCode !== '' && given.prodCode !== read.subTypeNo ? '子类编码不符' : this.#objection(read);
    const id = `R${chinaDate(now).replaceAll('-', '')}${String(this.#uploads.length + 1).padStart(8, '0')}`;
    this.#uploads.push({ id, enterprise, fileName: given.fileName, file: read, objection, at: now });
    if (objection === undefined) this.#book(id, enterprise, given.fileName, read);
    return { result: { model: { flag: '1', response_message: '上传成功' }, ...succeeded } };
  }

  /** scqy.codeprocess 关联关系处理查询. */
  status(params: Params, now: number): Answer {
    const take = (name: string) => params.get(name) ?? '';
    const [from, to] = [take('start_date').slice(0, 10), take('end_date').slice(0, 10)];
    const rows = this.#uploads
      .filter((one) => one.enterprise === take('ref_ent_id'))
      .filter((one) => chinaDate(one.at) >= from && chinaDate(one.at) <= to)
      .map((one) => this.#row(one, now))
      .filter((row) => take('process_flag') === 'A' || row.process_flag === take('process_flag'));
    const list = new TypedList('code_active_process_dto', pageOf(rows, params));
    return { result: { model: { total_num: rows.length, result_list: list }, ...succeeded } };
  }

  /** kyt.relationdetail 关联关系处理详情. */
  detail(params: Params, now: number): Answer {
    const one = this.#uploads.find(
      ({ id, enterprise }) => id === params.get('code_active_info_id') && enterprise === params.get('ref_ent_id'),
    );
    if (one?.file === undefined) return { result: failed('信息不存在', { msg_code: 'FAIL_BIZ_NO_PAT_INFO' }) };
    const { file } = one;
    const detail = {
      produce_batch_no: file.batchNo,
      produce_date: file.madeDate,
      exprie_date: file.validateDate,
      pkg_ratio: file.cascade,
      active_count: String(file.codes.length),
      small_num: String(file.codes.filter(({ layer }) => layer === 1).length),
    };
    const { process_flag, process_date, file_name } = this.#row(one, now);
    const model = {
      code_relation_detail_info: { code_active_info_id: one.id, process_flag, process_date, file_name },
      code_relation_detail_list: new TypedList('code_relation_detail_list_do', [detail]),
    };
    return { result: { model, ...succeeded } };
  }

  /** @returns the pack that a code lies in, by the files processed so far. */
  parentOf(code: string, now: number): string | undefined {
    const done = this.#uploads.filter((one) => one.objection === undefined && this.#isDone(one, now));
    return done.flatMap(({ file }) => file?.codes ?? []).find((one) => one.code === code)?.parent;
  }

  #isDone({ at }: Upload, now: number): boolean {
    return now >= at + this.#settings.processMs;
  }

  #row(one: Upload, now: number) {
    const { id, fileName, objection, file, at } = one;
    const done = this.#isDone(one, now);
    return {
      active_info_seq_no: id,
      file_name: fileName,
      upload_date: chinaDateTime(at),
      process_flag: done ? (objection === undefined ? '3' : '4') : '1',
      produce_batch_no: file?.batchNo ?? '',
      ...(done && { process_date: chinaDateTime(at + this.#settings.processMs) }),
      ...(done && objection !== undefined && { process_des: objection }),
    };
  }

  #book(id: string, enterprise: string, fileName: string, { codes }: RelationFile): void {
    const values = codes.map(({ code }) => code);
    for (const value of values) this.#active.add(value);
    const key = fileName;
    this.#ledger.append({
      operation: 'uploadrelation',
      institution: enterprise,
      key,
      documentNo: fileName,
      codes: values,
      receipt: id,
    });
  }

  #objection({ codes }: RelationFile): string | undefined {
    const layers = new Map(codes.map(({ code, layer }) => [code, layer]));
    if (codes.length === 0 || layers.size < codes.length) return '关联关系文件中没有码或码重复';
    if (codes.some(({ code }) => !/^8\d{19}$/.test(code))) return '存在未通过码制校验的码';
    if (codes.some(({ code }) => this.#active.has(code))) return '存在已激活的码';
    const misplaced = codes.some(({ layer, parent }) => parent !== undefined && layers.get(parent) !== layer + 1);
    return misplaced ? '父子码层级不正确' : undefined;
  }
}

function describedBy(text: string): { fileName: string; entSeqNo: string; prodCode: string } | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const given = new Map(Object.entries(value).map(([name, one]) => [name, typeof one === 'string' ? one : '']));
  const [fileName, entSeqNo] = [given.get('upload_file_name') ?? '', given.get('ent_seq_no') ?? ''];
  if (fileName === '' || entSeqNo === '') return undefined;
  return { fileName, entSeqNo, prodCode: given.get('prod_code') ?? '' };
}
