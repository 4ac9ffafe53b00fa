import type { CallContext, PendingSignature, RestRequest } from '../contract/index.ts';
import { chosen } from './choices.ts';
import { signatureText } from './sm2-form.ts';
import { signingKey } from './sm2-key.ts';

type Values = Readonly<Record<string, unknown>>;

/**
 * 数字签名信息 of the envelope. `header` signs its head (V1.1.83: sorted `k=v`, without cainfo and input), `input` the transaction in the
 * clear (吉林), `none` nothing.
 * @param withCainfo completes the request with the signature's text
 * @returns undefined where the region wants none
 */
export function cainfoSignature(
  envelope: Values,
  inputText: string,
  context: CallContext,
  withCainfo: (cainfo: string) => RestRequest,
): PendingSignature | undefined {
  const kind = chosen('cainfo', context);
  if (kind === 'none') return undefined;
  const form = chosen('cainfoForm', context);
  return {
    algorithm: 'sm2',
    text: kind === 'input' ? inputText : headText(envelope, chosen('cainfoEmpties', context)),
    privateKey: signingKey(context),
    complete: (signature) => withCainfo(signatureText(signature, form)),
  };
}

/** Whether empty values take part is not said (V1.1.83): by choice. */
export function headText(envelope: Values, empties: 'keep' | 'drop'): string {
  return Object.entries(envelope)
    .filter(([name, value]) => name !== 'cainfo' && name !== 'input' && (empties === 'keep' || value !== ''))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}
