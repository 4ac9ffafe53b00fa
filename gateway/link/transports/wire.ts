import type { Socket } from 'node:net';
import { Pool } from 'undici';
import { type AddressGuard, createAddressGuard } from './address-guard.ts';
import { type ResolveHost, TrackedClient } from './connection.ts';
import type { TransportFailure } from './contract.ts';
import { ExchangeHandler, WireFailure, type WireReply } from './exchange.ts';

import { inflateBody } from './inflate.ts';

export type { WireReply } from './exchange.ts';

export interface WireSettings {
  readonly endpoint: string;
  readonly allowAddresses: readonly string[];
  /** As many sockets at most. */
  readonly maxInFlight: number;
  readonly connectMs: number;
  readonly maxReplyBytes: number;
  readonly resolveHost: ResolveHost;
  /** Told of every connection made, TLS included. */
  onConnect?(socket: Socket): void;
}

export interface WireRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Path and query; the origin is the wire's own, always. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** One HTTP exchange under way; `reply` rejects with WireFailure and nothing else. */
export interface WireExchange {
  readonly reply: Promise<WireReply>;
  readonly ended: Promise<void>;
  failure(error: unknown): TransportFailure;
}

/** HTTP/1.1 to one origin through one pool. */
export interface Wire {
  readonly endpoint: URL;
  send(request: WireRequest, signal: AbortSignal): WireExchange;
  close(): Promise<void>;
}

/** Below the 5 s after which a Node server closes idle sockets; longer only when the peer says so in Keep-Alive. */
const keepAliveMs = 4000;
const keepAliveMaxMs = 30_000;

/**
 * No redirects, no proxy from the environment, no HTTP/2, no pipelining; undici's own time limits are off because the signal bounds
 * the whole exchange (its body timeout starts anew with each chunk).
 * @throws RangeError for a bad CIDR block; TypeError for a bad endpoint
 */
export function createWire(settings: WireSettings): Wire {
  const endpoint = new URL(settings.endpoint);
  const guard: AddressGuard = createAddressGuard(settings.allowAddresses);
  const { connectMs, resolveHost, onConnect } = settings;
  const connect = { connectMs, guard, resolveHost, ...(onConnect === undefined ? {} : { onConnect }) };
  const pool = new Pool(endpoint.origin, {
    connections: settings.maxInFlight,
    pipelining: 1,
    headersTimeout: 0,
    bodyTimeout: 0,
    keepAliveTimeout: keepAliveMs,
    keepAliveMaxTimeout: keepAliveMaxMs,
    factory: (origin, options) => new TrackedClient(origin, options, connect),
  });

  return {
    endpoint,
    send(request, signal) {
      const handler = new ExchangeHandler(settings.maxReplyBytes, signal);
      const body = request.body === undefined ? null : request.body;
      pool.dispatch({ method: request.method, path: request.target, headers: request.headers, body }, handler);
      return {
        reply: complete(handler, settings.maxReplyBytes),
        ended: handler.ended,
        failure: (error) => failureOf(error, handler),
      };
    },
    close: () => pool.destroy(),
  };
}

async function complete(handler: ExchangeHandler, maxBytes: number): Promise<WireReply> {
  const reply = await handler.reply;
  const body = await inflateBody(reply.body, reply.headers['content-encoding'], maxBytes);
  return { ...reply, body };
}

function failureOf(error: unknown, handler: ExchangeHandler): TransportFailure {
  const { sent, answered } = handler;
  const fallback = sent ? 'REPLY_MALFORMED' : 'REQUEST_INVALID';
  return { code: error instanceof WireFailure ? error.code : fallback, sent, answered };
}
