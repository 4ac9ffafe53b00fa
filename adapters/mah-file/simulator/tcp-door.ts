import { createServer, type Server, type Socket } from 'node:net';

const host = '127.0.0.1';
const reopenEveryMs = 100;

/** A TCP server on loopback that can go dark: close its listening socket, cut its connections, and come back on the same port. */
export class TcpDoor {
  readonly #serve: (socket: Socket) => void;
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  #reopen: NodeJS.Timeout | undefined;
  #closed = false;
  #port: number;

  private constructor(serve: (socket: Socket) => void, port: number) {
    this.#serve = serve;
    this.#port = port;
  }

  /** @param port 0: any free one. Rejects when the port cannot be had. */
  static async open(serve: (socket: Socket) => void, port: number): Promise<TcpDoor> {
    const door = new TcpDoor(serve, port);
    await door.#listen();
    return door;
  }

  get port(): number {
    return this.#port;
  }

  goDark(ms: number): void {
    clearTimeout(this.#reopen);
    this.#server?.close();
    this.#server = undefined;
    this.#cut();
    this.#scheduleReopen(ms);
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#reopen);
    const server = this.#server;
    this.#server = undefined;
    this.#cut();
    if (server !== undefined) await new Promise<void>((resolve) => server.close(() => resolve()));
  }

  #cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  #scheduleReopen(ms: number): void {
    this.#reopen = setTimeout(() => {
      // Somebody else may hold the port for a moment: what is dark stays dark and tries again.
      this.#listen().catch(() => this.#scheduleReopen(reopenEveryMs));
    }, ms);
  }

  async #listen(): Promise<void> {
    const server = createServer({ noDelay: true }, (socket) => {
      this.#sockets.add(socket);
      // A client that cuts the connection is no event here.
      socket.on('error', () => undefined);
      socket.once('close', () => this.#sockets.delete(socket));
      this.#serve(socket);
    });
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
