import type { Socket } from 'node:net';
import type { Dispatcher } from 'undici';
import type { TransportFailureCode } from './contract.ts';
import { failureCode } from './failure-code.ts';

/** The one socket a client has at a time. */
export interface Connection {
  socket: Socket | undefined;
}

/** A reply as it came over the wire: complete, but still compressed. */
export interface WireReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Ends a wire exchange; carries what a retry decision needs and nothing of the request. */
export class WireFailure extends Error {
  override readonly name = 'WireFailure';
  readonly code: TransportFailureCode;
  constructor(code: TransportFailureCode) {
    super(code);
    this.code = code;
  }
}

class TooLarge extends Error {}

const informationalBelow = 200;

/**
 * Collects one reply from undici. `reply` settles at the last byte or at the failure; `ended` when the socket is idle again or closed.
 * A second start of the same request (undici requeues in some states) is refused: a request goes over the wire once.
 */
export class ExchangeHandler implements Dispatcher.DispatchHandler {
  readonly reply: Promise<WireReply>;
  readonly ended: Promise<void>;
  connection: Connection | undefined;
  /** What is known so far; read after `reply` settled. */
  sent = false;
  answered = false;

  readonly #maxBytes: number;
  readonly #signal: AbortSignal;
  readonly #onAbort = (): void => this.#abort();
  #controller: Dispatcher.DispatchController | undefined;
  #resolve: (reply: WireReply) => void = () => undefined;
  #reject: (failure: WireFailure) => void = () => undefined;
  #end: () => void = () => undefined;
  #status = 0;
  #headers: Record<string, string> = {};
  #chunks: Buffer[] = [];
  #bytes = 0;

  /** @param maxBytes of the body as sent by the peer */
  constructor(maxBytes: number, signal: AbortSignal) {
    this.#maxBytes = maxBytes;
    this.#signal = signal;
    this.reply = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
    signal.addEventListener('abort', this.#onAbort, { once: true });
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.sent || this.#signal.aborted) {
      controller.abort(new WireFailure(this.sent ? 'CONNECTION_RESET' : 'CONNECT_TIMEOUT'));
      return;
    }
    this.#controller = controller;
    this.sent = true;
  }

  onResponseStarted(): void {
    this.answered = true;
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    if (status < informationalBelow) return;
    this.answered = true;
    this.#status = status;
    for (const [name, value] of Object.entries(headers)) {
      if (value !== undefined) this.#headers[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
    }
    if (Number(this.#headers['content-length'] ?? 0) > this.#maxBytes) controller.abort(new TooLarge());
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#bytes += chunk.byteLength;
    if (this.#bytes > this.#maxBytes) controller.abort(new TooLarge());
    else this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    this.#settled();
    this.#resolve({ status: this.#status, headers: this.#headers, body: Buffer.concat(this.#chunks) });
    this.#end();
  }

  onResponseError(_controller: Dispatcher.DispatchController | null, error: Error): void {
    this.#settled();
    this.#reject(new WireFailure(this.#codeOf(error)));
    this.#endWithSocket();
  }

  /** The deadline passed: with a request on the wire the socket is destroyed, before that the request is never written. */
  #abort(): void {
    if (this.#controller !== undefined) {
      this.#controller.abort(new WireFailure('REPLY_TIMEOUT'));
      return;
    }
    this.#reject(new WireFailure('CONNECT_TIMEOUT'));
    this.#end();
  }

  #codeOf(error: Error): TransportFailureCode {
    if (error instanceof WireFailure) return error.code;
    if (error instanceof TooLarge) return 'REPLY_TOO_LARGE';
    return failureCode(error, this);
  }

  #settled(): void {
    this.#signal.removeEventListener('abort', this.#onAbort);
  }

  #endWithSocket(): void {
    const socket = this.sent ? this.connection?.socket : undefined;
    if (socket === undefined || socket.closed) this.#end();
    else socket.once('close', this.#end);
  }
}
