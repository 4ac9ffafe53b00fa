export { type ResolveHost, resolveBySystem } from './connection.ts';
export * from './contract.ts';

import type { Transport } from './contract.ts';
import { createRestTransport } from './rest.ts';
import { withSigning } from './signing.ts';
import { createSoapTransport } from './soap.ts';
import { createWire, type WireSettings } from './wire.ts';

/** @throws RangeError or TypeError for settings that cannot work (bad CIDR block, bad endpoint) */
export function createTransport(protocol: 'rest' | 'soap', settings: WireSettings): Transport {
  const wire = createWire(settings);
  return protocol === 'rest' ? withSigning(createRestTransport(wire)) : createSoapTransport(wire);
}
