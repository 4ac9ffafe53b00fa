import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { Peer } from './contract.ts';

/** @returns what a connection just made tells of its other end; undefined when it is closed already. */
export function peerOf(socket: Socket): Peer | undefined {
  const { remoteAddress, remotePort, remoteFamily } = socket;
  if (remoteAddress === undefined) return undefined;
  const address = `${remoteFamily === 'IPv6' ? `[${remoteAddress}]` : remoteAddress}:${remotePort}`;
  return socket instanceof TLSSocket ? { address, tls: tlsOf(socket) } : { address };
}

function tlsOf(socket: TLSSocket): NonNullable<Peer['tls']> {
  const { valid_to: validTo, issuer } = socket.getPeerCertificate();
  const validUntil = Date.parse(validTo ?? '');
  const issuedBy = [issuer?.CN ?? issuer?.O ?? []].flat()[0];
  return {
    protocol: socket.getProtocol() ?? 'TLS',
    ...(Number.isNaN(validUntil) ? {} : { validUntil }),
    ...(issuedBy === undefined ? {} : { issuedBy }),
  };
}
