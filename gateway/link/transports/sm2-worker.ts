/** The thread that makes the SM2 signatures of one link. */
import { sm2Sign } from './sm2.ts';
import { serveOrders } from './thread-port.ts';

export interface SignOrder {
  readonly text: string;
  readonly privateKey: string;
}

serveOrders(({ text, privateKey }: SignOrder): Uint8Array => sm2Sign(text, privateKey));
