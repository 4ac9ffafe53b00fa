import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { findPostgres } from './postgres-binaries.ts';

/** A PostgreSQL of our own in a temporary folder: loopback only, fsync on, run by somebody other than root. */
export interface Cluster {
  /** Of its database `postgres`, as superuser. */
  readonly url: string;
  /** Starts it again after `shutdown` or `kill`, on the same port. */
  start(): Promise<void>;
  /** Ends it as an administrator would; open connections are cut. */
  shutdown(): Promise<void>;
  /** Ends it as a power cut would, the file system's cache aside. */
  kill(): Promise<void>;
  /** Ends it and removes its folder. */
  remove(): Promise<void>;
}

interface Account {
  readonly uid?: number;
  readonly gid?: number;
}

const superuser = 'tracehub';
/** Loopback, in a folder that lives as long as the test: no secret. */
const password = 'scratch';
/** A start after kill -9 meets the stale lock file and runs recovery: seconds on a slow machine. */
const startTimeoutMs = 60_000;

/**
 * PostgreSQL watches nobody: this shell ends it as soon as the pipe from the test closes, so that a test that dies leaves nothing
 * behind. It prints the server's process id first.
 */
const guard = '"$@" >&2 & server=$!; echo $server; read -r _; kill -INT $server 2>/dev/null; wait $server';

export async function createCluster(): Promise<Cluster> {
  const binaries = await findPostgres();
  const account = unprivileged();
  const folder = mkdtempSync(join(tmpdir(), 'tracehub-pg-'));
  give(folder, account);
  chmodSync(folder, 0o700);
  const data = join(folder, 'data');
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, password);
  give(passwordFile, account);
  execFileSync(
    join(binaries, 'initdb'),
    [
      '-D',
      data,
      '-U',
      superuser,
      '-E',
      'UTF8',
      '--no-locale',
      '--no-sync',
      '-A',
      'scram-sha-256',
      '--pwfile',
      passwordFile,
    ],
    { ...account, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const port = await freePort();
  const url = `postgresql://${superuser}:${password}@127.0.0.1:${port}/postgres`;
  const settings = [
    'listen_addresses=127.0.0.1',
    `port=${port}`,
    `unix_socket_directories=${folder}`,
    'max_connections=80',
  ];
  const command = [join(binaries, 'postgres'), '-D', data, ...settings.flatMap((setting) => ['-c', setting])];
  let running: { readonly guard: ChildProcess; readonly exited: Promise<unknown>; readonly pid: number } | undefined;

  async function start(): Promise<void> {
    const child = spawn('sh', ['-c', guard, 'sh', ...command], {
      ...account,
      cwd: folder,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    let log = '';
    child.stderr.on('data', (chunk) => {
      log = `${log}${chunk}`.slice(-4_000);
    });
    const exited = once(child, 'exit');
    const [line] = await once(child.stdout, 'data');
    running = { guard: child, exited, pid: Number(String(line).trim()) };
    await Promise.race([
      reachable(url),
      exited.then(() => {
        throw new Error(`PostgreSQL ended at its start:\n${log}`);
      }),
    ]);
  }

  async function end(signal: 'SIGINT' | 'SIGKILL'): Promise<void> {
    if (running === undefined) return;
    const { guard: child, exited, pid } = running;
    running = undefined;
    if (signal === 'SIGKILL') killServer(data, pid);
    child.stdin?.end();
    await exited;
  }

  await start();
  return {
    url,
    start,
    shutdown: () => end('SIGINT'),
    kill: () => end('SIGKILL'),
    async remove() {
      await end('SIGINT');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Kills the server and its backends, which would otherwise notice only later; all are our own children's. */
function killServer(data: string, pid: number): void {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  for (const child of [String(pid), ...children.split(' ').filter((text) => text !== '')]) {
    try {
      process.kill(Number(child), 'SIGKILL');
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
    }
  }
  rmSync(join(data, 'postmaster.pid'), { force: true });
}

/** initdb and postgres refuse to run as root: the machine's `postgres` account, else `nobody`. */
function unprivileged(): Account {
  if (process.getuid?.() !== 0) return {};
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const account = ['postgres', 'nobody'].map((name) => accounts.find((fields) => fields[0] === name)).find(Boolean);
  if (account === undefined) throw new Error('run as root, but neither postgres nor nobody is an account here');
  return { uid: Number(account[2]), gid: Number(account[3]) };
}

function give(path: string, { uid, gid }: Account): void {
  if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  server.close();
  await once(server, 'close');
  return address.port;
}

async function reachable(url: string): Promise<void> {
  const deadline = performance.now() + startTimeoutMs;
  for (;;) {
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }
}
