import { Writable } from 'node:stream';

/** About five thousand lines: enough for a hiccup of the reader, far from hurting the process. */
const maxBufferedBytes = 1_048_576;

/**
 * Passes lines on to a sink but never lets more than 1 MiB wait for it: further lines are counted and dropped, and a line says
 * how many as soon as the sink moves again. Without it winston queues without limit and without a sign of back-pressure.
 */
export class BoundedWriter extends Writable {
  readonly #sink: Writable;
  #dropped = 0;
  #announced = 0;

  constructor(sink: Writable) {
    super({ decodeStrings: true });
    this.#sink = sink;
    sink.on('drain', () => this.#announce());
    sink.on('error', () => {
      this.#dropped += 1;
    });
  }

  /** Lines lost since the start. */
  get dropped(): number {
    return this.#dropped;
  }

  override _write(line: Buffer, _encoding: BufferEncoding, done: () => void): void {
    const room = !this.#sink.destroyed && this.#sink.writableLength + line.length <= maxBufferedBytes;
    if (room) this.#sink.write(line);
    else this.#dropped += 1;
    // At once, whatever the sink does: waiting here would move the queue in front of us.
    done();
  }

  #announce(): void {
    const count = this.#dropped - this.#announced;
    if (count === 0) return;
    this.#announced = this.#dropped;
    const record = { time: new Date().toISOString(), level: 'warn', message: 'log lines were dropped', count };
    this.#sink.write(`${JSON.stringify(record)}\n`);
  }
}
