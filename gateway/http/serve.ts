import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Where to listen and what one caller may take; see `server` in the configuration. */
export interface ServeOptions {
  readonly host: string;
  /** 0: any free port */
  readonly port: number;
  readonly maxConnections: number;
  readonly headersTimeoutMs: number;
  readonly requestTimeoutMs: number;
  readonly keepAliveTimeoutMs?: number;
}

export interface Served {
  readonly port: number;
  /** Takes no further connections, lets replies under way finish for at most `graceMs`, then ends every socket. */
  close(graceMs: number): Promise<void>;
}

/** Longer than the 60 s idle time of common load balancers, so that it is they who close, and never onto a request on its way. */
const defaultKeepAliveMs = 65_000;
/** A POS sends a dozen; Node's own limit is 2,000. */
const mostHeaders = 100;
/** While closing: how soon after its reply a socket ends. */
const idleSweepMs = 20;

/** Listens. @throws the error of listen, e.g. EADDRINUSE. */
export async function serve(app: RequestListener, options: ServeOptions): Promise<Served> {
  const { headersTimeoutMs, requestTimeoutMs } = options;
  const server = createServer(
    {
      headersTimeout: Math.min(headersTimeoutMs, requestTimeoutMs),
      requestTimeout: requestTimeoutMs,
      keepAliveTimeout: options.keepAliveTimeoutMs ?? defaultKeepAliveMs,
      // Node looks for slow requests only every 30 s by default, whatever the time-outs say (http.createServer).
      connectionsCheckingInterval: Math.max(50, Math.min(headersTimeoutMs, requestTimeoutMs) / 4),
    },
    app,
  );
  server.maxHeadersCount = mostHeaders;
  server.maxConnections = options.maxConnections;
  // At the cap idle sockets make room: a caller that comes back finds a place.
  server.on('drop', () => server.closeIdleConnections());
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  return {
    port: portOf(server.address()),
    close(graceMs) {
      return new Promise((resolve) => {
        const deadline = setTimeout(() => server.closeAllConnections(), graceMs);
        // Node closes the sockets that are idle now; one that answers later would be kept alive and hold the close up.
        const sweep = setInterval(() => server.closeIdleConnections(), idleSweepMs);
        server.prependListener('request', (_req, res) => res.setHeader('Connection', 'close'));
        server.close(() => {
          clearTimeout(deadline);
          clearInterval(sweep);
          resolve();
        });
      });
    },
  };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('the server does not listen on a port');
  return address.port;
}
