export { type ResolveHost, resolveBySystem } from './connection.ts';
export * from './contract.ts';

import type { Protocol } from '../../../adapters/contract/index.ts';
import type { Transport } from './contract.ts';
import { createFileTransport } from './file.ts';
import { createRestTransport } from './rest.ts';
import { withSigning } from './signing.ts';
import { createSoapTransport } from './soap.ts';
import { createWire, type WireSettings } from './wire.ts';

/** @throws RangeError or TypeError for settings that cannot work (bad CIDR block, bad endpoint) */
export function createTransport(protocol: Protocol, settings: WireSettings): Transport {
  if (protocol === 'file') return createFileTransport(settings);
  const wire = createWire(settings);
  return protocol === 'rest' ? withSigning(createRestTransport(wire)) : createSoapTransport(wire);
}
