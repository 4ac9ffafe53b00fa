import { afterEach, describe, expect, test } from '@jest/globals';
import { cleanUp, faultCode, httpServer, linkSettings, restCall, tcpServer, testLink } from './support.ts';

afterEach(cleanUp);

describe('kept-alive sockets', () => {
  test('many calls share few connections', async () => {
    const server = await httpServer((_request, response) => response.end('ok'));
    const link = testLink(linkSettings(server.url));
    for (let round = 0; round < 10; round += 1) await link.execute(restCall());
    expect(server.connections()).toBeLessThanOrEqual(2);
  });

  const stale = async () => {
    const requests: string[] = [];
    const server = await tcpServer((socket) => {
      let served = 0;
      socket.on('data', (data) => {
        served += 1;
        requests.push(data.toString());
        if (served === 1) socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok');
        else socket.destroy();
      });
    });
    const link = testLink(linkSettings(server.url, { limits: { maxInFlight: 1 } }));
    await link.execute(restCall());
    return { link, requests };
  };

  test('one that died idle: a read and a keyed write are made again, within the same single permit', async () => {
    for (const kind of [{ effect: 'read' }, { effect: 'write', resend: 'keyed' }] as const) {
      const { link, requests } = await stale();
      const result = await link.execute(restCall(kind));
      expect([faultCode(result.outcome), result.tries, requests.length]).toEqual(['ok', 2, 3]);
    }
  });

  test('one that died idle: an unsafe write is never made again', async () => {
    const { link, requests } = await stale();
    const result = await link.execute(restCall({ resend: 'unsafe' }));
    expect([faultCode(result.outcome), result.tries, requests.length]).toEqual([
      'unknown-outcome/CONNECTION_RESET',
      1,
      2,
    ]);
  });

  test('a keyed write on a fresh connection is not made again: the platform may be at work on it', async () => {
    let requests = 0;
    const server = await tcpServer((socket) =>
      socket.once('data', () => {
        requests += 1;
        socket.destroy();
      }),
    );
    const result = await testLink(linkSettings(server.url)).execute(restCall({ resend: 'keyed' }));
    expect([faultCode(result.outcome), requests]).toEqual(['unknown-outcome/CONNECTION_RESET', 1]);
  });
});
