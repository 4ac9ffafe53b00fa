import type { SignOrder } from './sm2-worker.ts';
import { createThread } from './thread.ts';

/** Signs in a thread of its own, which starts with the first signature asked for. */
export interface Signer {
  /** @returns r‖s; undefined when the key cannot sign, the thread failed or the signer is closed. Never rejects. */
  sign(text: string, privateKey: string): Promise<Uint8Array | undefined>;
  close(): Promise<void>;
}

export function createSigner(): Signer {
  const thread = createThread<SignOrder, Uint8Array>(new URL('./sm2-worker.ts', import.meta.url));
  return { sign: (text, privateKey) => thread.ask({ text, privateKey }), close: () => thread.close() };
}
