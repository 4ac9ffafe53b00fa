import { write } from 'node:fs';
import { Writable } from 'node:stream';

const stdoutFd = 1;
/** A pipe that another process set non-blocking says EAGAIN when it is full; ask again after this time. */
const busyRetryMs = 20;

/**
 * Standard output written from the thread pool, one write at a time. `process.stdout` writes to a pipe on the main thread: a
 * reader that has stopped would stop the whole gateway (Node.js documentation, "A note on process I/O").
 */
export function stdoutSink(): Writable {
  return new Writable({
    decodeStrings: true,
    write(chunk: Buffer, _encoding, done) {
      writeAll(chunk, 0, done);
    },
    writev(chunks, done) {
      writeAll(Buffer.concat(chunks.map(({ chunk }) => chunk)), 0, done);
    },
  });
}

function writeAll(buffer: Buffer, offset: number, done: () => void): void {
  write(stdoutFd, buffer, offset, buffer.length - offset, null, (error, written) => {
    if (error?.code === 'EAGAIN') {
      setTimeout(writeAll, busyRetryMs, buffer, offset, done);
      return;
    }
    // Nobody reads any more (EPIPE, EBADF): a gateway without a log reader goes on working.
    if (error !== null || offset + written >= buffer.length) done();
    else writeAll(buffer, offset + written, done);
  });
}
