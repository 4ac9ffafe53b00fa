import type { RequestListener } from 'node:http';
import type { Simulator, SimulatorOptions } from './contract.ts';
import { answerRequest, type ExchangeParts } from './exchange.ts';
import type { Ledger } from './ledger.ts';
import type { Platform } from './platform.ts';
import { readRequest } from './read-request.ts';
import { sendReply } from './send-reply.ts';
import { SocketServer } from './socket-server.ts';
import { type Door, type DoorParts, startDoor } from './start-door.ts';

export interface SimulatorPlan {
  readonly id: string;
  /** The name that magic document numbers use for it. */
  readonly target: string;
  /** The path the platform serves, and its endpoint. */
  readonly path: string;
  /** Further paths below it, where its functions have addresses of their own. */
  readonly subPaths?: readonly string[];
  /** Further paths below it under which every address is the platform's to judge (`/capture/`: its jobs). */
  readonly subFolders?: readonly string[];
  readonly options: SimulatorOptions;
  platform(ledger: Ledger, now: () => number): Platform;
}

/** Starts a platform simulator that speaks HTTP, and its control port, both on loopback. Rejects when a port cannot be had. */
export function startSimulator(plan: SimulatorPlan): Promise<Simulator> {
  const { id, target, options } = plan;
  return startDoor({ id, target, options, open: (parts) => openHttp(plan, parts) });
}

async function openHttp(plan: SimulatorPlan, { ledger, now, ...parts }: DoorParts): Promise<Door> {
  const platform = plan.platform(ledger, now);
  const server = await SocketServer.open(platformListener(servedBy(plan), { platform, ...parts }), plan.options.port);
  return {
    port: server.port,
    endpoint: `http://127.0.0.1:${server.port}${plan.path}`,
    goDark: (ms) => server.goDark(ms),
    close: () => server.close(),
  };
}

function servedBy({ path, subPaths = [], subFolders = [] }: SimulatorPlan): (pathname: string) => boolean {
  const paths = new Set([path, ...subPaths.map((subPath) => path + subPath)]);
  return (pathname) => paths.has(pathname) || subFolders.some((folder) => pathname.startsWith(path + folder));
}

function platformListener(serves: (pathname: string) => boolean, parts: ExchangeParts): RequestListener {
  return (message, response) => {
    void readRequest(message).then((request) => {
      if (request === undefined) {
        sendReply(response, {
          status: 413,
          contentType: 'text/plain; charset=utf-8',
          body: 'request entity too large',
        });
        return;
      }
      if (!serves(request.url.pathname)) {
        sendReply(response, { status: 404, contentType: 'text/plain; charset=utf-8', body: 'not found' });
        return;
      }
      try {
        answerRequest(parts, request, response);
      } catch (error) {
        // A defect of the simulator: said aloud, and answered as the platform's own internal error, which callers must survive anyway.
        process.emitWarning(error instanceof Error ? error : String(error));
        sendReply(response, parts.platform.broken());
      }
    });
  };
}
