import { type ChildProcess, spawn } from 'node:child_process';
import { access, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A headless browser of our own, with a profile of its own. */
export interface Chromium {
  /** Address of its DevTools protocol. */
  readonly devToolsUrl: string;
  /** Ends this browser, by its process id, and removes its profile. */
  close(): Promise<void>;
}

const folders = ['/usr/bin', '/usr/local/bin', '/snap/bin'];
const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const startLimitMs = 30_000;
const endLimitMs = 5_000;

/**
 * Nothing leaves the machine: no proxy, no host but loopback resolves, no background traffic. `--disable-dev-shm-usage`: containers
 * give /dev/shm 64 MB.
 */
const flags = [
  '--headless',
  '--disable-gpu',
  '--disable-quic',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-proxy-server',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
  '--remote-debugging-port=0',
];

/** @throws Error that says how to get a browser when there is none. */
export async function startChromium(): Promise<Chromium> {
  const program = await findProgram();
  const profile = await mkdtemp(join(tmpdir(), 'tracehub-chromium-'));
  // Chromium's sandbox refuses to run as root.
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const child = spawn(program, [...flags, ...asRoot, `--user-data-dir=${profile}`, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const close = async () => {
    await end(child);
    await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  try {
    return { devToolsUrl: await devToolsUrl(child), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function findProgram(): Promise<string> {
  for (const path of folders.flatMap((folder) => names.map((name) => join(folder, name)))) {
    const isThere = await access(path).then(
      () => true,
      () => false,
    );
    if (isThere) return path;
  }
  throw new Error('no Chromium on this machine; on Debian: apt-get install chromium fonts-wqy-microhei');
}

function devToolsUrl({ stderr, ...child }: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const fail = (why: string) => reject(new Error(`Chromium ${why}: ${said.slice(-2000)}`));
    const timer = setTimeout(() => fail('did not start in time'), startLimitMs);
    stderr?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const url = /^DevTools listening on (ws:\S+)$/m.exec(said)?.[1];
      if (url === undefined) return;
      clearTimeout(timer);
      stderr.removeAllListeners('data').resume();
      resolve(url);
    });
    stderr?.once('close', () => {
      clearTimeout(timer);
      fail(`ended (${child.exitCode ?? child.signalCode ?? 'no code'})`);
    });
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), endLimitMs);
  await ended;
  clearTimeout(timer);
}
