/**
 * `npm run test:browser [-- --pictures <folder>]`: the console and the interface documentation in a real Chromium, against a sandbox of
 * its own. Exits 0 only if every step did what it says and the browser complained of nothing: no error, no breach of the
 * Content-Security-Policy. Without Chromium it fails and says how to get it.
 */
import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openSandbox } from '../e2e/sandbox.ts';
import { consoleSteps } from './check-console.ts';
import { checkDocs } from './check-docs.ts';
import { startChromium } from './chromium.ts';
import { connectDevTools } from './devtools.ts';
import { driveTab, type Tab } from './tab.ts';

const { values } = parseArgs({ options: { pictures: { type: 'string' } } });
const pictures = values.pictures ?? (await mkdtemp(join(tmpdir(), 'tracehub-pictures-')));
await mkdir(pictures, { recursive: true });
const failures: string[] = [];

async function step(name: string, tab: Tab, act: () => Promise<void>): Promise<boolean> {
  const startedAt = performance.now();
  const before = tab.complaints.all.length;
  try {
    await act();
  } catch (error) {
    failures.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    await tab.screenshot('failed', { whole: true });
    process.stdout.write(`✕ ${name}\n`);
    return false;
  }
  const complaints = tab.complaints.all.slice(before);
  failures.push(...complaints.map((complaint) => `${name}: the browser says ${complaint}`));
  process.stdout.write(
    `${complaints.length === 0 ? '✓' : '✕'} ${name} (${Math.round(performance.now() - startedAt)} ms)\n`,
  );
  return true;
}

const chromium = await startChromium();
try {
  const sandbox = await openSandbox();
  try {
    const devTools = await connectDevTools(chromium.devToolsUrl);
    const openTab = async () => driveTab(await devTools.openTab(), pictures);
    const console = await openTab();
    for (const [name, act] of Object.entries(consoleSteps))
      if (!(await step(`/console ${name}`, console, () => act(console, sandbox)))) break;
    const docs = await openTab();
    await step('/docs renders', docs, () => checkDocs(docs, `http://127.0.0.1:${sandbox.gateway.port}`));
    devTools.close();
  } finally {
    await sandbox.close();
  }
} finally {
  await chromium.close();
}

for (const failure of failures) process.stderr.write(`${failure}\n`);
process.stdout.write(
  `pictures: ${pictures}\n${failures.length === 0 ? 'all is well' : `${failures.length} failures`}\n`,
);
process.exitCode = failures.length === 0 ? 0 : 1;
