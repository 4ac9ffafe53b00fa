import type { PendingSignature } from '../../../adapters/contract/index.ts';
import { aborted } from './aborted.ts';
import { type Exchange, notSigned, type Transport, type TransportReply } from './contract.ts';
import { createSigner, type Signer } from './signer.ts';

const unsent: TransportReply = { type: 'failure', failure: notSigned };

/**
 * Completes requests that still want their signature before the transport sees them; all others pass straight through.
 * The signature counts towards the deadline; what is not signed in time never leaves.
 */
export function withSigning(transport: Transport, signer: Signer = createSigner()): Transport {
  async function complete(pending: PendingSignature, signal: AbortSignal): Promise<Exchange | undefined> {
    const signature = await Promise.race([signer.sign(pending.text, pending.privateKey), aborted(signal)]);
    return signature === undefined || signal.aborted ? undefined : transport.send(pending.complete(signature), signal);
  }

  return {
    send(request, signal) {
      if (request.protocol !== 'rest' || request.signature === undefined) return transport.send(request, signal);
      // What the adapter's `complete` throws is its own mistake, and nothing has left.
      const sent = complete(request.signature, signal).catch(() => undefined);
      return {
        reply: sent.then((exchange) => exchange?.reply ?? unsent),
        ended: sent.then((exchange) => exchange?.ended),
      };
    },
    async close() {
      await Promise.all([signer.close(), transport.close()]);
    },
  };
}
