import type { FaultOrder, Simulator, SimulatorOptions } from './contract.ts';
import { controlListener } from './control.ts';
import { defaultDarkMs } from './exchange.ts';
import { FaultBook } from './fault-book.ts';
import { Ledger } from './ledger.ts';
import { SocketServer } from './socket-server.ts';

/** What every simulator has, whatever it speaks. */
export interface DoorParts {
  readonly ledger: Ledger;
  readonly faults: FaultBook;
  now(): number;
  /** Counts a request under the platform's name of the function. */
  count(operation: string): void;
  /** Refuses connections for so long. */
  goDark(ms: number): void;
}

/** Where a platform is reached: a server on loopback, of the platform's own protocol. */
export interface Door {
  readonly port: number;
  readonly endpoint: string;
  goDark(ms: number): void;
  close(): Promise<void>;
}

export interface DoorPlan {
  readonly id: string;
  /** The name that magic document numbers use for it. */
  readonly target: string;
  readonly options: SimulatorOptions;
  open(parts: DoorParts): Promise<Door>;
}

/** Starts a platform behind its own door, and its control port, both on loopback. Rejects when a port cannot be had. */
export async function startDoor(plan: DoorPlan): Promise<Simulator> {
  const ledger = new Ledger(Date.now);
  const faults = new FaultBook(plan.target);
  const counts = new Map<string, number>();
  const door = await plan.open({
    ledger,
    faults,
    now: Date.now,
    count: (operation) => {
      counts.set(operation, (counts.get(operation) ?? 0) + 1);
    },
    goDark: (ms) => door.goDark(ms),
  });
  const setFault = (order: FaultOrder) => {
    // Without a document to wait for, the lights go out at once.
    if (order.fault === 'dark' && order.match === undefined) door.goDark(order.ms ?? defaultDarkMs);
    else faults.add(order);
  };
  const clearFaults = () => faults.clear();
  const control = await SocketServer.open(
    controlListener({ id: plan.id, ledger, counts, setFault, clearFaults }),
    plan.options.controlPort,
  ).catch(async (error: unknown) => {
    await door.close();
    throw error;
  });
  return {
    id: plan.id,
    port: door.port,
    controlPort: control.port,
    endpoint: door.endpoint,
    ledger: () => ledger.entries(),
    setFault,
    clearFaults,
    close: async () => {
      await Promise.all([door.close(), control.close()]);
    },
  };
}
