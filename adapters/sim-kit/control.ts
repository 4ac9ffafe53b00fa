import type { RequestListener } from 'node:http';
import type { FaultOrder } from './contract.ts';
import { FaultOrderError, readFaultOrder } from './fault-book.ts';
import type { Ledger } from './ledger.ts';
import type { SimRequest } from './platform.ts';
import { readRequest, utf8 } from './read-request.ts';
import { sendReply } from './send-reply.ts';

export interface ControlParts {
  readonly id: string;
  readonly ledger: Ledger;
  /** Requests received so far, by the platform's name of the function. */
  readonly counts: ReadonlyMap<string, number>;
  setFault(order: FaultOrder): void;
  clearFaults(): void;
}

/** The control port: what a test or an operator asks of the simulator itself. It never goes dark. */
export function controlListener(parts: ControlParts): RequestListener {
  return (message, response) => {
    void readRequest(message).then((request) => {
      const { status, value } = request === undefined ? problem(413, 'request too large') : answer(parts, request);
      const body = status === 204 ? '' : JSON.stringify(value);
      sendReply(response, { status, contentType: 'application/json; charset=utf-8', body });
    });
  };
}

interface Answer {
  readonly status: number;
  readonly value: unknown;
}

function answer(parts: ControlParts, request: SimRequest): Answer {
  switch (`${request.method} ${request.url.pathname}`) {
    case 'GET /healthz':
      return { status: 200, value: { id: parts.id, status: 'ok' } };
    case 'GET /ledger':
      return ledgerPage(parts.ledger, request.url.searchParams.get('after') ?? '0');
    case 'GET /requests':
      return { status: 200, value: { functions: Object.fromEntries(parts.counts) } };
    case 'PUT /fault':
      return putFault(parts, request);
    case 'DELETE /fault':
      parts.clearFaults();
      return { status: 204, value: null };
    default:
      return problem(404, 'known: GET /healthz, GET /ledger?after=<seq>, GET /requests, PUT /fault, DELETE /fault');
  }
}

function ledgerPage(ledger: Ledger, after: string): Answer {
  if (!/^\d{1,9}$/.test(after)) return problem(400, 'after must be a sequence number');
  return { status: 200, value: { entries: ledger.entries(Number(after)) } };
}

function putFault(parts: ControlParts, request: SimRequest): Answer {
  try {
    parts.setFault(readFaultOrder(JSON.parse(utf8(request.body) ?? '')));
    return { status: 204, value: null };
  } catch (error) {
    if (error instanceof FaultOrderError || error instanceof SyntaxError) return problem(400, error.message);
    throw error;
  }
}

function problem(status: number, detail: string): Answer {
  return { status, value: { detail } };
}
