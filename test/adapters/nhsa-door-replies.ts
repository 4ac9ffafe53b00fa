import type { CallContext, DeliveryInput } from '../../adapters/contract/index.ts';
import { applicationKey, encryptedData } from '../../adapters/nhsa/digital-envelope.ts';
import { sm4Encrypt } from '../../adapters/nhsa/sm4.ts';
import { regions } from './nhsa-region-list.ts';
import { contextOf, type Region } from './nhsa-regions.ts';
import { batchNumbersOf, bodyOf, built, delivery, operation } from './nhsa-support.ts';

/** A door as its replies look: how a transaction's answer is sealed and written there. */
export interface DoorReplies {
  readonly name: string;
  readonly at: CallContext;
  readonly input: DeliveryInput;
  readonly language: 'json' | 'xml' | 'soap-json' | 'soap-xml';
  /** Is what stands under `output` encrypted? */
  readonly isSealed: boolean;
  /** Names of the success code and of the answer in this envelope. */
  readonly names: { readonly code: string; readonly output: string };
  /** Members of a good envelope besides these two. */
  readonly head: Readonly<Record<string, unknown>>;
  /** The answer as the platform would seal it. */
  seal(output: unknown): unknown;
  /** As seal, but what opens is this text. */
  sealText(text: string, key?: string): unknown;
  /** The envelope as text on the wire. */
  write(envelope: unknown): string;
}

/** An answer that books every row, in both shapes: regions look at the one they know. */
export function goodOutput(input: DeliveryInput): Record<string, unknown> {
  const rows = batchNumbersOf(input).map((fixmedins_bchno) => ({ fixmedins_bchno, retRslt: '1' }));
  return { result: { retRslt: '1' }, selinfoDetail: rows, selinfoErrDetail: rows, InfoErrDetailList: rows };
}

export const doors: readonly DoorReplies[] = regions.map(([name, region]) => doorOf(name, region));

function doorOf(name: string, region: Region): DoorReplies {
  const session = { values: { sign_no: 'QD1', token: 'T0' }, expiresAt: Number.MAX_SAFE_INTEGER };
  const at = contextOf(region, { session });
  const bare = delivery(1);
  const input = { ...bare, ids: operation('retail-sale.submit').businessIds?.(bare, at) ?? bare.ids };
  const { sk = '', ak = '' } = Object.fromEntries(
    Object.entries(accountOf(region)).map(([key, value]) => [key, String(value)]),
  );
  const language = wordOf(region, 'bodyForm') as DoorReplies['language'];
  const write = (envelope: unknown) => written(envelope, language, wordOf(region, 'xmlRow'));
  const plain = { names: { code: 'infcode', output: 'output' }, head: { err_msg: '', inf_refmsgid: 'R1' } };
  const common = { name, at, input, language, write };
  if (wordOf(region, 'transport') === 'beijing') {
    const request = bodyOf(built('retail-sale.submit', input, at));
    const head = { MSG_NO: '110101010101202607012359300001', MSG_TYPE: String(request.MSG_TYPE) };
    const sealText = (text: string, key = sk) =>
      sm4Encrypt(Buffer.from(key.slice(0, 16)), head.MSG_NO + head.MSG_TYPE + text).toString('base64');
    return {
      ...common,
      isSealed: true,
      names: { code: 'RET_CODE', output: 'OUT_DATA' },
      head: { ...head, RET_MSG: '', IN_MSG_NO: request.MSG_NO },
      // 0205 answers without the node `result` as well (北京 V1.28); with it is how the profile takes it.
      seal: (output) => sealText(JSON.stringify(output)),
      sealText,
    };
  }
  const form = wordOf(region, 'inputForm');
  if (form === 'sm4') {
    const sealText = (text: string, key = ak) => sm4Encrypt(Buffer.from(key.slice(0, 16)), text).toString('base64');
    return { ...common, ...plain, isSealed: true, seal: (output) => sealText(JSON.stringify(output)), sealText };
  }
  if (form === 'enc-data') {
    const sealed = (output: unknown, secret = sk) => ({
      encData: encryptedData(applicationKey(ak, secret), output),
      signData: '',
    });
    return { ...common, ...plain, isSealed: true, seal: sealed, sealText: (text, secret) => sealed(text, secret) };
  }
  return { ...common, ...plain, isSealed: false, seal: (output) => output, sealText: (text) => text };
}

function accountOf({ simulator }: Region): Record<string, unknown> {
  const [account = {}] = Array.isArray(simulator.accounts) ? simulator.accounts : [];
  return account;
}

function wordOf(region: Region, name: string): string {
  return String(region.settings?.[name] ?? contextOf(region).profile.constants[name] ?? '');
}

/** XML of another hand than the adapter's and the simulator's: enough for what these tests write. */
function written(envelope: unknown, language: DoorReplies['language'], row: string): string {
  if (language === 'json') return JSON.stringify(envelope);
  const document = () => xml('output', envelope, row);
  return language === 'xml' ? document() : soapOf(language === 'soap-json' ? JSON.stringify(envelope) : document());
}

export function soapOf(text: string): string {
  const content = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"><S:Body><R><return>${content}</return></R></S:Body></S:Envelope>`;
}

export function xml(name: string, value: unknown, row = ''): string {
  const tag = (content: string) => `<${name}>${content}</${name}>`;
  if (Array.isArray(value)) {
    const list: readonly unknown[] = value;
    return row === ''
      ? list.map((item) => xml(name, item)).join('')
      : tag(list.map((item) => xml(row, item, row)).join(''));
  }
  if (typeof value !== 'object' || value === null)
    return tag(
      String(value ?? '')
        .replaceAll('&', '&amp;')
        .replaceAll('<', '&lt;'),
    );
  return tag(
    Object.entries(value)
      .map(([member, content]) => xml(member, content, row))
      .join(''),
  );
}
