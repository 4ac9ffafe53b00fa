import type { PendingSignature } from '../../../adapters/contract/index.ts';
import type { Exchange, Transport, TransportReply } from './contract.ts';
import { createSigner, type Signer } from './signer.ts';

const notSigned: TransportReply = {
  type: 'failure',
  failure: { code: 'SIGNING_FAILED', sent: false, answered: false },
};

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
        reply: sent.then((exchange) => exchange?.reply ?? notSigned),
        ended: sent.then((exchange) => exchange?.ended),
      };
    },
    async close() {
      await Promise.all([signer.close(), transport.close()]);
    },
  };
}

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    else signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}
