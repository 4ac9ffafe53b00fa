import type { ISecurity } from 'soap';
import type { SoapRequest, X509Signature } from '../../../adapters/contract/index.ts';
import type { EnvelopeOrder } from './envelope-worker.ts';
import { escapeXml, securityHeader, usernameToken } from './username-token.ts';

/** What node-soap does for the security of one call, and what is still to be done with the envelope that it builds. */
export interface CallSecurity {
  /** Puts the UsernameToken into the header; for a signature it only makes room. */
  readonly building: ISecurity;
  /** @returns the order to sign the envelope; undefined when the call wants no signature. */
  signing(envelope: string): EnvelopeOrder | undefined;
}

export function securityOf({ security, signature }: SoapRequest): CallSecurity {
  if (signature === undefined) {
    const header = security === undefined ? '' : securityHeader(security);
    return { building: { toXML: () => header }, signing: () => undefined };
  }
  const token = security === undefined ? '' : usernameToken(security);
  let prefix = '';
  return {
    building: {
      toXML: () => '',
      postProcess(envelope, envelopePrefix) {
        prefix = envelopePrefix;
        return envelope;
      },
    },
    signing: (envelope) => ({
      envelope,
      prefix,
      privateKey: signature.privateKey,
      certificate: signature.certificate,
      header: timestamp(signature) + token,
    }),
  };
}

function timestamp({ created, expires }: X509Signature): string {
  const times = [
    `<wsu:Created>${escapeXml(created)}</wsu:Created>`,
    `<wsu:Expires>${escapeXml(expires)}</wsu:Expires>`,
  ];
  return `<wsu:Timestamp>${times.join('')}</wsu:Timestamp>`;
}
