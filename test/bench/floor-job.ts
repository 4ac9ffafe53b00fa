/** Floor of the whole job: node:http in, three undici POSTs out, nothing stored. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pool } from 'undici';
import { argument, serveChild } from './serve-child.ts';

const { sinks } = argument as { sinks: number[] };
const pools = sinks.map((port) => new Pool(`http://127.0.0.1:${port}`, { connections: 64, pipelining: 1 }));
let completed = 0;

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.once('end', () => {
    const body = Buffer.concat(chunks);
    response.writeHead(202, { 'content-type': 'application/json' });
    response.end('{"accepted":true}');
    void deliver(body);
  });
});

async function deliver(body: Buffer): Promise<void> {
  await Promise.all(
    pools.map(async (pool) => {
      const reply = await pool.request({
        method: 'POST',
        path: '/',
        headers: { 'content-type': 'application/json' },
        body,
      });
      await reply.body.dump();
    }),
  );
  completed += 1;
}
server.listen(0, '127.0.0.1', () => serveChild((server.address() as AddressInfo).port, { completed: () => completed }));
