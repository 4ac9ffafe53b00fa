import { afterEach, describe, expect, test } from '@jest/globals';
import { createAddressGuard } from '../../gateway/link/transports/address-guard.ts';
import { cleanUp, faultCode, httpServer, linkSettings, restCall, testLink } from './support.ts';

afterEach(cleanUp);

describe('addresses without a list', () => {
  test.each(['93.184.216.34', '223.5.5.5', '2400:3200::1'])('public %s is allowed', (address) => {
    expect(createAddressGuard([])(address)).toBe(true);
  });

  test.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.100.100.200',
    '127.0.0.1',
    '127.255.255.254',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    'fe80::1',
    'fe80::1%eth0',
    'fd00::1',
    'ff02::1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::ffff:93.184.216.34',
    '0:0:0:0:0:ffff:a9fe:a9fe',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '2001::1',
  ])('%s is refused', (address) => expect(createAddressGuard([])(address)).toBe(false));
});

describe('addresses with a list', () => {
  test('only what is listed, mapped spellings of it too', () => {
    const guard = createAddressGuard(['10.20.0.0/16', 'fd00::/8', '192.168.7.7']);
    const answers = [
      '10.20.3.4',
      '::ffff:10.20.3.4',
      'fd12::1',
      '192.168.7.7',
      '10.21.0.1',
      '93.184.216.34',
      '192.168.7.8',
      '::ffff:127.0.0.1',
    ];
    expect(answers.map(guard)).toEqual([true, true, true, true, false, false, false, false]);
  });

  test.each(['10.0.0.0/33', '10.0.0/8', 'localhost', '10.0.0.0/', '::/129', '10.0.0.0/8x'])(
    '%s stops the start',
    (block) => {
      expect(() => createAddressGuard([block])).toThrow(RangeError);
    },
  );
});

describe('a link connects only to an address it checked', () => {
  const spellings = [
    '127.0.0.1',
    '2130706433',
    '0x7f000001',
    '0177.0.0.1',
    '127.1',
    '[::ffff:127.0.0.1]',
    '127.0.0.1.',
  ];
  test.each(spellings)('http://%s/ as a public endpoint: no connection', async (host) => {
    const server = await httpServer((_request, response) => response.end());
    const settings = linkSettings(`http://${host}:${server.port}`, { allowAddresses: [] });
    const result = await testLink(settings).execute(restCall());
    expect([faultCode(result.outcome), result.sent, server.connections()]).toEqual([
      'misconfigured/ADDRESS_FORBIDDEN',
      false,
      0,
    ]);
  });

  test('a name that resolves to a forbidden address, alone or second (rebinding)', async () => {
    const server = await httpServer((_request, response) => response.end());
    const answers = [[{ address: '10.9.9.9', family: 4 }], [{ address: '127.0.0.1', family: 4 }]];
    const link = testLink(linkSettings(`http://platform.test:${server.port}`, { allowAddresses: ['10.0.0.1/32'] }), {
      lookup: () => Promise.resolve(answers.shift() ?? []),
    });
    for (let round = 0; round < 3; round += 1) {
      expect(faultCode((await link.execute(restCall())).outcome)).toBe('misconfigured/ADDRESS_FORBIDDEN');
    }
    expect(server.connections()).toBe(0);
  });

  test('of several addresses only the allowed one is tried', async () => {
    const server = await httpServer((_request, response) => response.end());
    const link = testLink(linkSettings(`http://platform.test:${server.port}`), {
      lookup: () =>
        Promise.resolve([
          { address: '169.254.169.254', family: 4 },
          { address: '127.0.0.1', family: 4 },
        ]),
    });
    expect(faultCode((await link.execute(restCall())).outcome)).toBe('ok');
  });

  test('a forbidden address never opens the link: it is a setting, not an outage', async () => {
    const link = testLink(linkSettings('http://127.0.0.1:1', { allowAddresses: [] }));
    for (let round = 0; round < 20; round += 1) await link.execute(restCall());
    expect(link.health().breaker).toBe('closed');
  });
});
