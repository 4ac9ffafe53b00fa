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

  test('one that died idle: nothing is made again, for the request carries ids of its one try', async () => {
    for (const [effect, fault] of [
      ['read', 'unavailable/CONNECTION_RESET'],
      ['write', 'unknown-outcome/CONNECTION_RESET'],
    ] as const) {
      const { link, requests } = await stale();
      const result = await link.execute(restCall({ effect }));
      expect([faultCode(result.outcome), result.tries, requests.length]).toEqual([fault, 1, 2]);
    }
  });
});
