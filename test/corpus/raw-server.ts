import net, { type AddressInfo } from 'node:net';
import type { Reply } from './reply.ts';

export interface RawServer {
  readonly url: string;
  /** What every request from now on is answered with. */
  answer(reply: Reply): void;
  /** Sockets open now, and most of them at one time. */
  open(): number;
  peak(): number;
  close(): Promise<void>;
}

/** A loopback server that understands requests just enough to know where one ends, and answers with raw bytes. */
export async function startRawServer(): Promise<RawServer> {
  const sockets = new Set<net.Socket>();
  let peak = 0;
  let current: Reply = { pieces: [], end: 'close' };
  const server = net.createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    peak = Math.max(peak, sockets.size);
    socket.once('close', () => sockets.delete(socket));
    // The link drops connections whose replies it refuses; that is what the corpus is about.
    socket.on('error', () => socket.destroy());
    let received = Buffer.alloc(0);
    socket.on('data', (data) => {
      received = Buffer.concat([received, data]);
      const length = requestLength(received);
      if (length === undefined || received.length < length) return;
      received = received.subarray(length);
      void send(socket, current);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    answer: (reply) => {
      current = reply;
    },
    open: () => sockets.size,
    peak: () => peak,
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

async function send(socket: net.Socket, { pieces, everyMs, end }: Reply): Promise<void> {
  for (const [index, piece] of pieces.entries()) {
    if (index > 0) await (everyMs === undefined ? turnOfTheLoop() : pause(everyMs));
    if (socket.destroyed) return;
    socket.write(piece);
  }
  if (end === 'close') socket.end();
  if (end !== 'reset') return;
  // The client, in this very process, has read the pieces by then: a reset would make the kernel drop them.
  for (let turns = 0; turns < 3; turns += 1) await turnOfTheLoop();
  socket.resetAndDestroy();
}

/** @returns bytes of the first request with its body; undefined while the head is incomplete. */
function requestLength(received: Buffer): number | undefined {
  const end = received.indexOf('\r\n\r\n');
  if (end === -1) return undefined;
  const length = /^content-length: *(\d+)/im.exec(received.toString('latin1', 0, end))?.[1] ?? '0';
  return end + 4 + Number(length);
}

const turnOfTheLoop = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
