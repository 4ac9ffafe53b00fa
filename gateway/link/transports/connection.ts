import { type LookupAddress, lookup as systemLookup } from 'node:dns';
import { isIP, type LookupFunction, type Socket } from 'node:net';
import { buildConnector, Client, type Dispatcher } from 'undici';
import type { AddressGuard } from './address-guard.ts';
import { type Connection, ExchangeHandler } from './exchange.ts';

/** Resolves a host name to all its addresses; rejects as `dns.lookup` does. */
export type ResolveHost = (hostname: string) => Promise<readonly LookupAddress[]>;

export const resolveBySystem: ResolveHost = (hostname) =>
  new Promise((resolve, reject) => {
    systemLookup(hostname, { all: true, verbatim: true }, (error, addresses) =>
      error === null ? resolve(addresses) : reject(error),
    );
  });

/** Raised inside the connector when no address of the endpoint is allowed. */
export class AddressForbidden extends Error {
  override readonly name = 'AddressForbidden';
}

interface ConnectOptions {
  readonly connectMs: number;
  readonly guard: AddressGuard;
  readonly resolveHost: ResolveHost;
  onConnect?(socket: Socket): void;
}

/** An undici client (one socket, no pipelining) that tells each exchange which socket serves it. */
export class TrackedClient extends Client {
  readonly #connection: Connection;

  constructor(origin: URL, options: object, connect: ConnectOptions) {
    const connection: Connection = { socket: undefined };
    super(origin, { ...options, connect: guardedConnector(connect, connection) });
    this.#connection = connection;
  }

  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    if (handler instanceof ExchangeHandler) handler.connection = this.#connection;
    return super.dispatch(options, handler);
  }
}

/** Connects to exactly the address that was checked: the check sits in the look-up of the connection itself, so rebinding finds no gap. */
function guardedConnector(options: ConnectOptions, connection: Connection): buildConnector.connector {
  const connect = buildConnector({
    timeout: options.connectMs,
    allowH2: false,
    lookup: guardedLookup(options.guard, options.resolveHost),
  });
  return (target, callback) => {
    // Node looks nothing up when the host is an address already.
    if (isIP(target.hostname) !== 0 && !options.guard(target.hostname)) {
      callback(new AddressForbidden('endpoint address is not allowed for this link'), null);
      return;
    }
    connect(target, (...result) => {
      if (result[0] === null) {
        connection.socket = result[1];
        options.onConnect?.(result[1]);
      }
      callback(...result);
    });
  };
}

/** A look-up that hands out allowed addresses only; fails with AddressForbidden when there is none. */
export function guardedLookup(guard: AddressGuard, resolveHost: ResolveHost): LookupFunction {
  return (hostname, options, callback) => {
    resolveHost(hostname).then(
      (all) => {
        const allowed = all.filter(({ address }) => guard(address));
        const [first] = allowed;
        if (first === undefined)
          callback(new AddressForbidden('no address of the endpoint is allowed for this link'), '');
        else if (options.all === true) callback(null, allowed);
        else callback(null, first.address, first.family);
      },
      (error: unknown) => callback(error instanceof Error ? error : new Error('look-up failed'), ''),
    );
  };
}
