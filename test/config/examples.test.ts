import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { adapters, simulators } from '../../adapters/index.ts';
import { loadHub } from '../../config/load.ts';
import { checkLinks } from '../../gateway/check-links.ts';
import { compileSchema } from '../../mappings/schema.ts';

const folder = new URL('../../config/examples/', import.meta.url).pathname;
const files = (await readdir(folder)).filter((name) => name.endsWith('.yaml'));

test('there are examples', () => {
  expect(files.length).toBeGreaterThan(0);
});

test.each(files)('%s loads, its links fit their adapters, its simulators and routes exist', async (name) => {
  const file = join(folder, name);
  const hub = await loadHub(file);
  await checkLinks(hub, file);
  for (const { link } of hub.routes) expect(Object.keys(hub.links)).toContain(link);
  for (const [id, { port }] of Object.entries(hub.sandbox?.simulators ?? {})) {
    expect(Object.keys(simulators)).toContain(id);
    const endpoints = Object.values(hub.links).filter(({ adapter }) => adapter === id);
    expect(endpoints.map(({ endpoint }) => new URL(endpoint).port)).toEqual([String(port)]);
  }
});

test.each(files)('the institutions of %s have what each link asks of them', async (name) => {
  const hub = await loadHub(join(folder, name));
  const csv = await readFile(hub.sandbox?.institutions ?? '', 'utf8');
  const rows: Array<Record<string, string>> = parse(csv, { columns: true });
  expect(rows.length).toBeGreaterThan(0);
  for (const row of rows) {
    const adapter = adapters[hub.links[row.link ?? '']?.adapter ?? ''];
    if (adapter === undefined) throw new Error(`no link ${row.link}`);
    const part = (prefix: string) =>
      Object.fromEntries(
        Object.entries(row).flatMap(([key, value]) =>
          key.startsWith(prefix) && value !== '' ? [[key.slice(prefix.length), value]] : [],
        ),
      );
    expect(compileSchema(adapter.identitySchema)(part('identity.'))).toEqual([]);
    expect(compileSchema(adapter.credentialsSchema)(part('credentials.'))).toEqual([]);
  }
});
