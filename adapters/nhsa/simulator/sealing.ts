import { createCipheriv, createDecipheriv } from 'node:crypto';
import { type Reply, utf8 } from '../../sim-kit/index.ts';
import { type Envelope, parseJson } from './envelope.ts';
import { objectOf, textOf, type Values } from './field.ts';
import type { Account, NhsaSettings } from './settings.ts';
import { verifySm2 } from './sm2.ts';

/** How the transaction is wrapped and signed; strict: what should be sealed or signed and is not, is refused. */
export interface Sealing {
  /** @returns the envelope with its transaction in the clear, where it opens. */
  open(envelope: Envelope): Envelope;
  /** @param sealed the envelope as it came */
  complaint(sealed: Envelope, account: Account): string | undefined;
  close(reply: Reply, account: Account): Reply;
}

const keyLength = 16;

export function sealingOf({ inputForm, cainfo, accounts }: NhsaSettings): Sealing {
  const accountOf = ({ root }: Envelope) => accounts.find(({ code }) => code === textOf(root, 'fixmedins_code'));
  const clear = (envelope: Envelope, account: Account | undefined): string | undefined => {
    if (account === undefined) return undefined;
    const { input } = envelope.root;
    if (inputForm === 'object') return JSON.stringify(input ?? null);
    const text = inputForm === 'sm4' ? input : textOf(objectOf(input) ?? {}, 'encData');
    return typeof text === 'string' ? decrypt(text, inputForm, account) : undefined;
  };
  return {
    open(envelope) {
      if (inputForm === 'object') return envelope;
      const input = objectOf(parseJson(clear(envelope, accountOf(envelope)) ?? ''));
      return { ...envelope, root: { ...envelope.root, input }, input: input ?? {} };
    },
    complaint(sealed, account) {
      const text = clear(sealed, account);
      if (text === undefined) return 'input解密失败';
      if ((textOf(sealed.root, 'enc_type') === 'SM4') !== (inputForm === 'sm4')) return '参数[enc_type]与加密方式不符';
      if (inputForm === 'enc-data') return envelopeSigned(objectOf(sealed.root.input) ?? {}, text, account);
      if (cainfo === 'none') return undefined;
      const signed = cainfo === 'input' ? text : headOf(sealed.root);
      return verified(signed, textOf(sealed.root, 'cainfo'), account) ? undefined : '验签失败';
    },
    close(reply, account) {
      const body = objectOf(parseJson(reply.body)) ?? {};
      if (inputForm === 'object' || body.output === null) return reply;
      return {
        ...reply,
        body: JSON.stringify({ ...body, output: encrypt(JSON.stringify(body.output), inputForm, account) }),
      };
    },
  };
}

/** Sorted by name, without cainfo and input; empty values stay in: 医疗保障信息平台定点医药机构接口规范 V1.1.83. */
function headOf(root: Values): string {
  const names = Object.keys(root).filter((name) => name !== 'cainfo' && name !== 'input');
  return names
    .sort()
    .map((name) => `${name}=${textOf(root, name)}`)
    .join('&');
}

/** The demo institutions send neither lists of lists nor empty members: the canonical text is the sorted JSON with numbers as texts. */
function envelopeSigned(sealed: Values, text: string, account: Account): string | undefined {
  const data = JSON.stringify(sorted(parseJson(text)));
  const signed = `appid=${account.ak}&data=${data}&encType=SM4&signType=SM2&key=${account.sk}`;
  const { appid, encType, signType, signData } = sealed;
  if (appid !== account.ak || encType !== 'SM4' || signType !== 'SM2') return '应用标识或算法不符';
  return verified(signed, String(signData), account) ? undefined : '验签失败';
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  const members = objectOf(value);
  if (members === undefined) return String(value);
  const kept = Object.keys(members).filter((name) => members[name] !== '' && members[name] !== null);
  return Object.fromEntries(kept.sort().map((name) => [name, sorted(members[name])]));
}

function verified(text: string, signature: string, { sm2PublicKey }: Account): boolean {
  return verifySm2(text, Buffer.from(signature, 'base64'), Buffer.from(sm2PublicKey, 'base64'));
}

/** sm4: the first 16 characters of the client id. enc-data: those of the hex of the secret encrypted under the application's id. */
function keyOf(form: 'sm4' | 'enc-data', { ak, sk }: Account): Buffer {
  const own = Buffer.from(ak.slice(0, keyLength), 'latin1');
  if (form === 'sm4') return own;
  const cipher = createCipheriv('sm4-ecb', own, null);
  const hex = Buffer.concat([cipher.update(sk, 'utf8'), cipher.final()])
    .toString('hex')
    .toUpperCase();
  return Buffer.from(hex.slice(0, keyLength), 'latin1');
}

function decrypt(text: string, form: 'sm4' | 'enc-data', account: Account): string | undefined {
  try {
    const decipher = createDecipheriv('sm4-ecb', keyOf(form, account), null);
    return utf8(Buffer.concat([decipher.update(text, form === 'sm4' ? 'base64' : 'hex'), decipher.final()]));
  } catch {
    // Said to the caller as "input解密失败".
    return undefined;
  }
}

function encrypt(text: string, form: 'sm4' | 'enc-data', account: Account): unknown {
  const cipher = createCipheriv('sm4-ecb', keyOf(form, account), null);
  const bytes = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  if (form === 'sm4') return bytes.toString('base64');
  return {
    appid: account.ak,
    encType: 'SM4',
    signType: 'SM2',
    encData: bytes.toString('hex').toUpperCase(),
    signData: '',
  };
}
