import { BlockList, isIP, isIPv6 } from 'node:net';

/** Says whether a link may connect to an address (SSRF guard; OWASP API7:2023). */
export type AddressGuard = (address: string) => boolean;

/** IANA special-purpose address registries (RFC 6890 and successors): nothing here is a public platform. */
const specialPurpose: readonly string[] = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10', // shared space; also the metadata service of Alibaba Cloud
  '127.0.0.0/8',
  '169.254.0.0/16', // link-local; also the metadata service of most clouds
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '::/128',
  '::1/128',
  '64:ff9b::/96', // NAT64: an IPv4 address in other clothes
  '64:ff9b:1::/48',
  '100::/64',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16', // 6to4, the same
  'fc00::/7',
  'fe80::/10',
  'ff00::/8',
];
const special = compile(specialPurpose);

/**
 * @param allowed CIDR blocks (or single addresses) the endpoint may resolve to; empty: any public address
 * @throws RangeError naming the entry that is no CIDR block
 */
export function createAddressGuard(allowed: readonly string[]): AddressGuard {
  const list = compile(allowed);
  return (address) => {
    const mapped = mappedIPv4(address);
    // An IPv4-mapped address is a way round IPv4 rules: never public, only by name.
    if (mapped !== undefined) return allowed.length > 0 && list.check(mapped, 'ipv4');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    if (allowed.length > 0) return list.check(address, family);
    return !special.check(address, family);
  };
}

function compile(blocks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const block of blocks) {
    const [network = '', bits] = block.split('/');
    const version = isIP(network);
    const longest = version === 6 ? 128 : 32;
    const length = bits === undefined ? longest : Number(bits);
    const wellFormed = version !== 0 && Number.isInteger(length) && length >= 0 && length <= longest && bits !== '';
    if (!wellFormed) throw new RangeError(`not a CIDR block: ${block}`);
    list.addSubnet(network, length, version === 6 ? 'ipv6' : 'ipv4');
  }
  return list;
}

/** @returns the IPv4 form of ::ffff:a.b.c.d in either spelling */
function mappedIPv4(address: string): string | undefined {
  if (!isIPv6(address)) return undefined;
  const canonical = new URL(`http://[${address.split('%')[0]}]`).hostname.slice(1, -1);
  const found = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(canonical);
  if (found === null) return undefined;
  const [high, low] = [Number.parseInt(found[1] ?? '', 16), Number.parseInt(found[2] ?? '', 16)];
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}
