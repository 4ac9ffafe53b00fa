import { createServer, type RequestListener, type Server } from 'node:http';

const host = '127.0.0.1';
/** Longer than any client here keeps an idle connection, so that the side that reuses is the side that closes. */
const keepAliveMs = 65_000;
const reopenEveryMs = 100;

/** An HTTP server on loopback that can go dark: close its listening socket, cut its connections, and come back on the same port. */
export class SocketServer {
  readonly #listener: RequestListener;
  #server: Server | undefined;
  #reopen: NodeJS.Timeout | undefined;
  #closed = false;
  #port: number;

  private constructor(listener: RequestListener, port: number) {
    this.#listener = listener;
    this.#port = port;
  }

  /** @param port 0: any free one. Rejects when the port cannot be had. */
  static async open(listener: RequestListener, port: number): Promise<SocketServer> {
    const server = new SocketServer(listener, port);
    await server.#listen();
    return server;
  }

  get port(): number {
    return this.#port;
  }

  /** Refuses connections for so long; called again meanwhile, the later end counts from now. */
  goDark(ms: number): void {
    clearTimeout(this.#reopen);
    this.#drop();
    this.#scheduleReopen(ms);
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#reopen);
    const server = this.#server;
    if (server === undefined) return;
    this.#server = undefined;
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  }

  #drop(): void {
    this.#server?.close();
    this.#server?.closeAllConnections();
    this.#server = undefined;
  }

  #scheduleReopen(ms: number): void {
    this.#reopen = setTimeout(() => {
      // Somebody else may hold the port for a moment (a client's ephemeral port): a platform that is dark stays dark and tries again.
      this.#listen().catch(() => this.#scheduleReopen(reopenEveryMs));
    }, ms);
  }

  async #listen(): Promise<void> {
    const server = createServer({ keepAliveTimeout: keepAliveMs }, this.#listener);
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.#port, host, () => {
        server.off('error', reject);
        resolve();
      });
    });
    if (this.#closed) {
      server.close();
      return;
    }
    const address = server.address();
    if (address !== null && typeof address === 'object') this.#port = address.port;
    this.#server = server;
  }
}
