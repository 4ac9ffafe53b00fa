import net from 'node:net';

/**
 * A TCP proxy that spoils connections on purpose: the toxics of Shopify's Toxiproxy, for benches and chaos runs.
 * Toxics act on the bytes from the platform to the gateway, except `blackHole` and `halfOpen`, which act on both ways.
 */
export interface Toxics {
  /** Delay of every chunk, plus up to `jitterMs`. */
  readonly latencyMs?: number;
  readonly jitterMs?: number;
  /** Chunks are cut into pieces of at most so many bytes, sent `sliceDelayMs` apart. */
  readonly sliceBytes?: number;
  readonly sliceDelayMs?: number;
  readonly bytesPerSecond?: number;
  /** The connection is closed after so many bytes of reply. */
  readonly limitBytes?: number;
  /** The connection is reset so long after it was made. */
  readonly resetAfterMs?: number;
  /** Bytes are taken and never passed on; no answer, no end. */
  readonly blackHole?: boolean;
  /** The end of either side is not told to the other. */
  readonly halfOpen?: boolean;
}

export interface FaultProxy {
  readonly port: number;
  /** Replaces the toxics of present and future connections; `{}` heals. */
  set(toxics: Toxics): void;
  /** Resets every present connection. */
  resetAll(): void;
  /** Refuses new connections and resets present ones, until `listen` is called. */
  goDark(): Promise<void>;
  listen(): Promise<void>;
  connections(): number;
  close(): Promise<void>;
}

/** @param target where the real server listens, on 127.0.0.1 */
export async function startFaultProxy(target: { readonly port: number }): Promise<FaultProxy> {
  let toxics: Toxics = {};
  let port = 0;
  const sockets = new Set<net.Socket>();
  const timers = new Set<NodeJS.Timeout>();
  let server = net.createServer();

  function after(ms: number, run: () => void): void {
    const timer = setTimeout(() => {
      timers.delete(timer);
      run();
    }, ms);
    timers.add(timer);
  }

  function track(socket: net.Socket): void {
    sockets.add(socket);
    // A peer that resets is what the proxy is for; the close that follows is handled.
    socket.on('error', () => undefined);
    socket.once('close', () => sockets.delete(socket));
  }

  function connect(client: net.Socket): void {
    const upstream = net.connect({ port: target.port, host: '127.0.0.1', allowHalfOpen: true });
    track(client);
    track(upstream);
    if (toxics.resetAfterMs !== undefined) after(toxics.resetAfterMs, () => client.resetAndDestroy());
    client.on('data', (chunk) => {
      if (toxics.blackHole !== true) upstream.write(chunk);
    });
    client.on('end', () => {
      if (toxics.halfOpen !== true) upstream.end();
    });
    client.once('close', () => {
      if (toxics.halfOpen !== true) upstream.destroy();
    });
    upstream.once('error', () => client.resetAndDestroy());
    poison(upstream, client);
  }

  /** Passes replies on in order, each piece at its time. */
  function poison(upstream: net.Socket, client: net.Socket): void {
    let freeAt = 0;
    let passed = 0;
    const pass = (piece: Buffer, delayMs: number): void => {
      const now = performance.now();
      const sendingMs = toxics.bytesPerSecond === undefined ? 0 : (piece.length * 1000) / toxics.bytesPerSecond;
      freeAt = Math.max(freeAt, now + delayMs) + sendingMs;
      const write = (): void => deliver(piece);
      if (freeAt <= now) write();
      else after(freeAt - now, write);
    };
    const deliver = (piece: Buffer): void => {
      if (toxics.blackHole === true || client.destroyed) return;
      const room = (toxics.limitBytes ?? Number.POSITIVE_INFINITY) - passed;
      passed += piece.length;
      client.write(piece.subarray(0, Math.max(0, room)));
      if (room <= piece.length) client.end();
    };
    upstream.on('data', (chunk: Buffer) => {
      const latencyMs = (toxics.latencyMs ?? 0) + Math.random() * (toxics.jitterMs ?? 0);
      const pieces = slices(chunk, toxics.sliceBytes ?? chunk.length);
      for (const [index, piece] of pieces.entries()) pass(piece, latencyMs + index * (toxics.sliceDelayMs ?? 0));
    });
    upstream.on('end', () => {
      if (toxics.halfOpen === true || toxics.blackHole === true) return;
      after(Math.max(0, freeAt - performance.now()), () => client.end());
    });
  }

  function resetAll(): void {
    for (const socket of sockets) socket.resetAndDestroy();
  }

  async function listen(): Promise<void> {
    server = net.createServer({ allowHalfOpen: true }, connect);
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
    const address = server.address();
    if (typeof address === 'object' && address !== null) port = address.port;
  }

  async function goDark(): Promise<void> {
    const closed = new Promise((resolve) => server.close(resolve));
    resetAll();
    await closed;
  }

  await listen();
  return {
    port,
    set: (next) => {
      toxics = next;
    },
    resetAll,
    goDark,
    listen,
    connections: () => sockets.size / 2,
    async close() {
      for (const timer of timers) clearTimeout(timer);
      await goDark();
    },
  };
}

function slices(chunk: Buffer, size: number): Buffer[] {
  const pieces: Buffer[] = [];
  for (let from = 0; from < chunk.length; from += size) pieces.push(chunk.subarray(from, from + size));
  return pieces;
}
