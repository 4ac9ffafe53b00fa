import { Pool } from 'undici';
import type { HubDelivery } from './agree.ts';

/** One try, as `GET /v1/deliveries/{id}/attempts` shows it. */
export interface Attempt {
  readonly effect: 'read' | 'write';
  readonly outcome: string;
  readonly category?: string;
  readonly durationMs: number;
}

/** A till's view of the hub: posts events, reads deliveries. */
export class HubClient {
  readonly #pool: Pool;
  readonly #headers: Record<string, string>;

  constructor(port: number, key: string, connections = 16) {
    this.#pool = new Pool(`http://127.0.0.1:${port}`, { connections, pipelining: 1 });
    this.#headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  }

  /** @returns status and parsed body. @throws on a broken connection: the outcome is then unknown to the caller. */
  async send(
    method: 'GET' | 'POST' | 'PUT',
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; body: Record<string, unknown> }> {
    const text = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
    const reply = await this.#pool.request({
      method,
      path,
      headers: { ...this.#headers, ...headers },
      ...(text !== undefined && { body: text }),
    });
    return { status: reply.statusCode, body: (await reply.body.json()) as Record<string, unknown> };
  }

  /** @returns all deliveries of the tenant, every page. */
  async deliveries(query = ''): Promise<HubDelivery[]> {
    const all: HubDelivery[] = [];
    let cursor = '';
    do {
      const { status, body } = await this.send(
        'GET',
        `/v1/deliveries?limit=200${query}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
      );
      if (status !== 200) throw new Error(`GET /v1/deliveries answered ${status}: ${JSON.stringify(body)}`);
      all.push(...(body.items as HubDelivery[]));
      cursor = typeof body.cursor === 'string' ? body.cursor : '';
    } while (cursor !== '');
    return all;
  }

  /** @returns the recorded tries of one delivery. */
  async attempts(id: string): Promise<Attempt[]> {
    return (await this.send('GET', `/v1/deliveries/${id}/attempts`)).body.items as Attempt[];
  }

  async close(): Promise<void> {
    await this.#pool.destroy();
  }
}
