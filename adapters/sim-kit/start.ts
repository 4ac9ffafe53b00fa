import type { RequestListener } from 'node:http';
import type { FaultOrder, Simulator, SimulatorOptions } from './contract.ts';
import { controlListener } from './control.ts';
import { answerRequest, defaultDarkMs, type ExchangeParts } from './exchange.ts';
import { FaultBook } from './fault-book.ts';
import { Ledger } from './ledger.ts';
import type { Platform } from './platform.ts';
import { readRequest } from './read-request.ts';
import { sendReply } from './send-reply.ts';
import { SocketServer } from './socket-server.ts';

export interface SimulatorPlan {
  readonly id: string;
  /** The name that magic document numbers use for it. */
  readonly target: string;
  /** The path the platform serves, and its endpoint. */
  readonly path: string;
  /** Further paths below it, where its functions have addresses of their own. */
  readonly subPaths?: readonly string[];
  readonly options: SimulatorOptions;
  platform(ledger: Ledger, now: () => number): Platform;
}

/** Starts a platform simulator and its control port, both on loopback. Rejects when a port cannot be had. */
export async function startSimulator(plan: SimulatorPlan): Promise<Simulator> {
  const ledger = new Ledger(Date.now);
  const faults = new FaultBook(plan.target);
  const counts = new Map<string, number>();
  const parts: ExchangeParts = {
    platform: plan.platform(ledger, Date.now),
    faults,
    count: (operation) => {
      counts.set(operation, (counts.get(operation) ?? 0) + 1);
    },
    goDark: (ms) => server.goDark(ms),
  };
  const setFault = (order: FaultOrder) => {
    // Without a document to wait for, the lights go out at once.
    if (order.fault === 'dark' && order.match === undefined) server.goDark(order.ms ?? defaultDarkMs);
    else faults.add(order);
  };
  const clearFaults = () => faults.clear();
  const server = await SocketServer.open(platformListener(pathsOf(plan), parts), plan.options.port);
  const control = await SocketServer.open(
    controlListener({ id: plan.id, ledger, counts, setFault, clearFaults }),
    plan.options.controlPort,
  ).catch(async (error: unknown) => {
    await server.close();
    throw error;
  });
  return {
    id: plan.id,
    port: server.port,
    controlPort: control.port,
    endpoint: `http://127.0.0.1:${server.port}${plan.path}`,
    ledger: () => ledger.entries(),
    setFault,
    clearFaults,
    close: async () => {
      await Promise.all([server.close(), control.close()]);
    },
  };
}

function pathsOf({ path, subPaths = [] }: SimulatorPlan): ReadonlySet<string> {
  return new Set([path, ...subPaths.map((subPath) => path + subPath)]);
}

function platformListener(paths: ReadonlySet<string>, parts: ExchangeParts): RequestListener {
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
      if (!paths.has(request.url.pathname)) {
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
