import { readFile } from 'node:fs/promises';
import type { Client, IHttpClient, IOptions } from 'soap';
import type { SoapRequest } from '../../../adapters/contract/index.ts';

/** Thrown when a WSDL cannot be used. */
export class WsdlRefused extends Error {
  override readonly name = 'WsdlRefused';
}

/** Sends one envelope; @returns what node-soap shall parse. */
export type PostEnvelope = (envelope: string, headers: Readonly<Record<string, string>>) => Promise<EnvelopeReply>;
export interface EnvelopeReply {
  readonly status: number;
  readonly text: string;
}

export type SoapVersion = NonNullable<SoapRequest['version']>;

const importing = /<(?:[\w.-]+:)?(?:import|include|redefine)\b/;
const xmlComment = /<!--(?:(?!-->)[\s\S])*-->/g;

/** Every XML Schema type node-soap would turn into a number, boolean or date stays the text it was. */
const textTypes = 'int integer short long double float decimal bool boolean dateTime date'.split(' ');
const asText = (text: string): string => text;

/**
 * A node-soap client for a WSDL shipped with an adapter.
 * The module is imported here because loading it takes 0.4 s that no REST link should pay.
 * @throws WsdlRefused when the file cannot be read, is no WSDL, or imports anything (node-soap would fetch any URL or local file)
 */
export async function loadSoapClient(wsdl: string, endpoint: string, version: SoapVersion = '1.1'): Promise<Client> {
  try {
    if (importing.test((await readFile(wsdl, 'utf8')).replace(xmlComment, ''))) throw new WsdlRefused('WSDL imports');
    const { createClientAsync } = await import('soap');
    const options: IOptions = {
      endpoint,
      httpClient: pinnedHttpClient,
      customDeserializer: Object.fromEntries(textTypes.map((type) => [type, asText])),
      preserveWhitespace: true,
      forceSoap12Headers: version === '1.2',
      wsdl_options: { overrideImportLocation: refuseImport },
    };
    return await createClientAsync(wsdl, options);
  } catch (error) {
    if (error instanceof WsdlRefused) throw error;
    throw new WsdlRefused('WSDL cannot be read', { cause: error });
  }
}

/** Second line of defence, for what the text search did not see. */
function refuseImport(): never {
  throw new WsdlRefused('WSDL imports');
}

/** The operations of all ports by name. */
export function operationsOf(client: Client): ReadonlySet<string> {
  const services: Record<string, Record<string, Record<string, unknown>>> = client.describe();
  return new Set(Object.values(services).flatMap((ports) => Object.values(ports).flatMap(Object.keys)));
}

/**
 * node-soap's way out to the network, per call: the address it passes is not used, the envelope goes where `options.post` sends it.
 * Replaces the stock client, whose reply clean-up needs quadratic time (6 s for a valid 117 KB reply) and which has no deadline.
 */
const pinnedHttpClient: IHttpClient = {
  request(_address, envelope, callback, headers, options, caller) {
    // The payload would stay in memory for as long as the client lives.
    if (caller !== undefined) Object.assign(caller, { lastRequest: undefined, lastMessage: undefined });
    const post: PostEnvelope | undefined = options?.post;
    if (post === undefined) throw new WsdlRefused('node-soap must not fetch anything by itself');
    const sending = post(envelope, headers ?? {});
    sending
      .then(({ status, text }) => {
        callback(null, { status, headers: {} }, text);
        if (caller !== undefined) Object.assign(caller, { lastResponse: undefined });
      })
      // Also for what node-soap throws while it reads the reply: without an answer the call would never end.
      .catch((error: unknown) => callback(error));
    // node-soap declares axios's promise and never looks at it.
    return sending as unknown as ReturnType<IHttpClient['request']>;
  },
};
