/** The thread that signs for one link: takes one text and key at a time, answers by its number. */
import { parentPort } from 'node:worker_threads';
import { sm2Sign } from './sm2.ts';

export interface SignOrder {
  readonly id: number;
  readonly text: string;
  readonly privateKey: string;
}

/** No signature: the key or the text cannot be used. The error stays here: it may quote the key. */
export interface Signed {
  readonly id: number;
  readonly signature?: Uint8Array;
}

const port = parentPort;
if (port === null) throw new Error('to be started as a worker thread');

port.on('message', ({ id, text, privateKey }: SignOrder) => {
  port.postMessage(answer(id, text, privateKey));
});

function answer(id: number, text: string, privateKey: string): Signed {
  try {
    return { id, signature: sm2Sign(text, privateKey) };
  } catch {
    // Told by the missing signature.
    return { id };
  }
}
