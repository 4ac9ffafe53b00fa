/**
 * What importing a large catalogue costs: rate and memory of 300,000 products (CSV) and of pack relations (XML), then how long intake's look-ups
 * take. `node test/bench/catalogue.ts [products] [relations]`; the files and the store are made in a folder of the system and removed.
 */
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createCatalogue, fileItems, importFile } from '../../gateway/catalogue/index.ts';
import { createUuidv7 } from '../../gateway/intake/index.ts';
import { openStore } from '../../gateway/store/index.ts';
import type { RecognisedLine } from '../../mappings/model/index.ts';

const [products = 300_000, relations = 5_000_000] = process.argv.slice(2).map(Number);
const unitsPerCase = 100;
const sampleMs = 100;
const day = '2026-07-01';

const folder = await mkdtemp(join(tmpdir(), 'tracehub-bench-catalogue-'));
const store = await openStore({ driver: 'sqlite', path: join(folder, 'hub.db') });
const newId = createUuidv7(Date.now);
try {
  await write('products.csv', productLines());
  await measure('products.csv', 'csv', products);
  await write('relations.xml', relationText());
  await measure('relations.xml', 'relation-xml', relations);
  await lookUps();
} finally {
  await store.close();
  await rm(folder, { recursive: true });
}

function prefixOf(n: number): string {
  return `8${String(n).padStart(6, '0')}`;
}

function* productLines() {
  yield 'prefix,packLevel,nhsaCode,approvalNo,localName,spec,manufacturer,source,validFrom\n';
  for (let n = 0; n < products; n += 1) {
    const code = `XA01ABD075A00201${String(n).padStart(7, '0')}`;
    yield `${prefixOf(n)},small,${code},国药准字H${n},药品${n}胶囊,0.25g*24粒/盒,演示制药有限公司,目录,2026-01-01\n`;
  }
}

function* relationText() {
  yield '<Document><Relation productCode="8999998" cascade="1:100"><Batch batchNo="B1">\n';
  for (let n = 0; n < relations; n += 1) {
    const box = String(Math.floor(n / unitsPerCase)).padStart(13, '0');
    const isCase = n % unitsPerCase === 0;
    if (isCase) yield `<Code curCode="8999999${box}" packLayer="2"/>\n`;
    else yield `<Code curCode="8999998${String(n).padStart(13, '0')}" packLayer="1" parentCode="8999999${box}"/>\n`;
  }
  yield '</Batch></Relation></Document>\n';
}

async function write(name: string, text: Iterable<string>): Promise<void> {
  await pipeline(Readable.from(joined(text)), createWriteStream(join(folder, name)));
}

/** Pieces of about 64 kB: a write per line would measure the writing. */
function* joined(text: Iterable<string>) {
  let piece = '';
  for (const part of text) {
    piece += part;
    if (piece.length < 65_536) continue;
    yield piece;
    piece = '';
  }
  yield piece;
}

async function measure(name: string, format: 'csv' | 'relation-xml', items: number): Promise<void> {
  const path = join(folder, name);
  const before = process.memoryUsage().rss;
  let peak = before;
  const timer = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss);
  }, sampleMs);
  const startedAt = performance.now();
  const report = await importFile(
    {
      items: fileItems(path, format, { source: name, day }),
      format,
      origin: 'manufacturer',
      source: name,
      actor: 'bench',
      tenant: '',
      dryRun: false,
      skipErrors: false,
      replace: false,
    },
    { store: store.catalogue, clock: Date.now, newId },
  );
  clearInterval(timer);
  const seconds = (performance.now() - startedAt) / 1_000;
  const mebibytes = (bytes: number) => Math.round(bytes / 1024 ** 2);
  const { size } = await stat(path);
  process.stdout.write(
    `${name}: ${report.counts.added} of ${items} in ${seconds.toFixed(1)} s (${Math.round(items / seconds)}/s), file ${mebibytes(size)} MiB, ` +
      `memory ${mebibytes(before)} → at most ${mebibytes(peak)} MiB\n`,
  );
}

async function lookUps(): Promise<void> {
  const catalogue = createCatalogue({ store: store.catalogue, clock: Date.now, newId });
  const lineOf = (n: number): RecognisedLine => {
    const code = `${prefixOf(n)}${'0'.repeat(13)}`;
    const product = { localCode: 'L', localName: '药' };
    return { product, quantity: '1', codes: [{ kind: 'drug-trace', raw: code, value: code, prefix: prefixOf(n) }] };
  };
  const rounds = 10_000;
  const time = async (what: string, pick: (n: number) => number) => {
    const startedAt = performance.now();
    for (let n = 0; n < rounds; n += 1) await catalogue.tableFor([lineOf(pick(n))], day);
    const each = ((performance.now() - startedAt) * 1_000) / rounds;
    process.stdout.write(`look-up of a line, ${what}: ${each.toFixed(1)} µs\n`);
  };
  await time('first time', (n) => (n * 7_919) % products);
  await time('again', (n) => (n * 7_919) % products);
}
