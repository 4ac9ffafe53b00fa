import type { Client } from 'soap';
import type { NativeRequest, NativeResponse, SoapRequest } from '../../../adapters/contract/index.ts';
import { aborted } from './aborted.ts';
import {
  type Exchange,
  failedExchange,
  notSigned,
  type Transport,
  type TransportFailure,
  type TransportReply,
} from './contract.ts';
import type { EnvelopeOrder } from './envelope-worker.ts';
import { acceptedEncodings } from './inflate.ts';
import { requestTarget } from './request-target.ts';
import { nodeSoapArgs, plainArgs } from './soap-args.ts';
import { loadSoapClient, operationsOf, type PostEnvelope } from './soap-client.ts';
import { envelopeText, textTree } from './soap-envelope.ts';
import { securityOf } from './soap-security.ts';
import { createThread, type Thread } from './thread.ts';
import type { Wire, WireExchange, WireReply } from './wire.ts';

interface Loaded {
  readonly client: Client;
  readonly operations: ReadonlySet<string>;
}

/** Raised inside node-soap's call when the reply is no envelope: there is nothing to parse. */
class NoEnvelope extends Error {}
/** Raised inside node-soap's call when the envelope was not signed, or not in time: nothing has left. */
class NotSigned extends Error {}

type EnvelopeSigner = Thread<EnvelopeOrder, string>;

/**
 * SOAP 1.1 and 1.2 through node-soap: it builds the envelope and reads the reply, the wire carries both. An envelope is signed in a
 * thread of the link, which starts with its first signature.
 */
export function createSoapTransport(wire: Wire, signer: EnvelopeSigner = createEnvelopeSigner()): Transport {
  const loading = new Map<string, Promise<Loaded>>();

  function load({ wsdl, version = '1.1' }: SoapRequest): Promise<Loaded> {
    const key = `${version} ${wsdl}`;
    const known = loading.get(key);
    if (known !== undefined) return known;
    const loaded = loadSoapClient(wsdl, wire.endpoint.href, version).then((client) => ({
      client,
      operations: operationsOf(client),
    }));
    loading.set(key, loaded);
    return loaded;
  }

  return {
    send(request: NativeRequest, signal: AbortSignal): Exchange {
      if (request.protocol !== 'soap' || !plainArgs(request.args)) return failedExchange('REQUEST_INVALID');
      const started = load(request).then(
        (loaded) => invoke(loaded, request, wire, signer, signal),
        () => failedExchange('WSDL_INVALID'),
      );
      return { reply: started.then(({ reply }) => reply), ended: started.then(({ ended }) => ended) };
    },
    async close() {
      await Promise.all([signer.close(), wire.close()]);
    },
  };
}

function createEnvelopeSigner(): EnvelopeSigner {
  return createThread(new URL('./envelope-worker.ts', import.meta.url));
}

function invoke(
  { client, operations }: Loaded,
  request: SoapRequest,
  wire: Wire,
  signer: EnvelopeSigner,
  signal: AbortSignal,
): Exchange {
  if (!operations.has(request.operation)) return failedExchange('WSDL_INVALID');
  let exchange: WireExchange | undefined;
  let reply: WireReply | undefined;
  const security = securityOf(request);
  const post: PostEnvelope = async (built, headers) => {
    const order = security.signing(built);
    const envelope = order === undefined ? built : await signed(order, signer, signal);
    exchange = wire.send(
      { method: 'POST', target: targetOf(wire), headers: httpHeaders(headers, request.version), body: envelope },
      signal,
    );
    reply = await exchange.reply;
    const text = envelopeText(reply.body, reply.headers['content-type'], request.version);
    if (text === undefined) throw new NoEnvelope();
    return { status: reply.status, text };
  };
  // The call runs up to `post` at once, so the credentials of one call never meet another's.
  client.setSecurity(security.building);
  const called = call(client, request, post);
  client.setSecurity({ toXML: () => '' });

  const settled = called.then(
    (result): TransportReply => replied(reply, { result: textTree(withoutBody(result)) }),
    (error: unknown): TransportReply => {
      if (reply !== undefined) return replied(reply, soapFault(error));
      const unsent = error instanceof NotSigned ? notSigned : notBuilt;
      return { type: 'failure', failure: exchange?.failure(error) ?? unsent };
    },
  );
  return { reply: settled, ended: settled.then(() => exchange?.ended) };
}

/** The signature counts towards the deadline. @throws NotSigned */
async function signed(order: EnvelopeOrder, signer: EnvelopeSigner, signal: AbortSignal): Promise<string> {
  const envelope = await Promise.race([signer.ask(order), aborted(signal)]);
  if (envelope === undefined || signal.aborted) throw new NotSigned();
  return envelope;
}

function call(client: Client, request: SoapRequest, post: PostEnvelope): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const done = (error: unknown, result: unknown): void => (error ? reject(error) : resolve(result));
    client[request.operation](nodeSoapArgs(request.args), done, { post });
  });
}

/** node-soap could not build the envelope from these arguments. */
const notBuilt: TransportFailure = { code: 'REQUEST_INVALID', sent: false, answered: false };

function replied(reply: WireReply | undefined, soap: NativeResponse['soap']): TransportReply {
  if (reply === undefined) return { type: 'failure', failure: notBuilt };
  const { status, headers, body } = reply;
  return { type: 'reply', response: soap === undefined ? { status, headers, body } : { status, headers, body, soap } };
}

/** For an empty body node-soap hands out the whole envelope instead: `{}` or `{ Body: null }`. */
function withoutBody(result: unknown): unknown {
  if (typeof result !== 'object' || result === null) return result;
  const empty = Object.keys(result).length === 0 || ('Body' in result && result.Body === null);
  return empty ? null : result;
}

/**
 * @returns the SOAP fault inside node-soap's error; undefined when it failed for another reason (an element the WSDL does not know),
 * and when an answer stands beside the fault: such a reply says both, so it says nothing
 */
function soapFault(error: unknown): NativeResponse['soap'] {
  const body = at(at(at(error, 'root'), 'Envelope'), 'Body');
  const fault = at(body, 'Fault');
  if (fault === undefined || entriesIn(body) > 1) return undefined;
  const tree = textTree(fault);
  return {
    // SOAP 1.1 §4.4, else SOAP 1.2 part 1 §5.4
    faultCode: text(at(tree, 'faultcode') ?? at(at(tree, 'Code'), 'Value')),
    faultString: text(at(tree, 'faultstring') ?? at(at(tree, 'Reason'), 'Text')),
  };
}

/** Elements of different names in a body; node-soap keeps its attributes beside them. */
function entriesIn(body: unknown): number {
  if (typeof body !== 'object' || body === null) return 0;
  return Object.keys(body).filter((name) => name !== 'attributes').length;
}

function at(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return Object.entries(value).find(([name]) => name === key)?.[1];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function targetOf(wire: Wire): string {
  return requestTarget(wire.endpoint, '') ?? '/';
}

/** node-soap's Content-Type and SOAPAction, and ours. */
function httpHeaders(
  headers: Readonly<Record<string, string>>,
  version: SoapRequest['version'],
): Record<string, string> {
  const accept = version === '1.2' ? 'application/soap+xml' : 'text/xml';
  return { ...headers, Accept: accept, 'Accept-Encoding': acceptedEncodings, 'User-Agent': 'TraceHub' };
}
