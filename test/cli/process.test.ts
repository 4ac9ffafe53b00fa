import { EventEmitter } from 'node:events';
import { describe, expect, test } from '@jest/globals';
import { crashReport, watchForCrash } from '../../gateway/cli/crash.ts';
import { nextSignal } from '../../gateway/cli/signals.ts';

describe('signals', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)('%s is waited for and leaves no listener behind', async (signal) => {
    const source = new EventEmitter();
    const received = nextSignal(source);
    source.emit(signal);
    await expect(received).resolves.toBe(signal);
    expect(source.listenerCount('SIGTERM') + source.listenerCount('SIGINT')).toBe(0);
  });

  test('a second signal is a request of its own', async () => {
    const source = new EventEmitter();
    const first = nextSignal(source);
    source.emit('SIGTERM');
    await first;
    const second = nextSignal(source);
    source.emit('SIGINT');
    await expect(second).resolves.toBe('SIGINT');
  });
});

describe('crash', () => {
  test('names the error and where, never what it says', () => {
    const error = Object.assign(new TypeError('bad value 11010519491231002X'), { code: 'E_X', body: 'payload' });
    const report = crashReport(error);
    expect(report).toMatch(/^crashed: TypeError E_X\n\s+at /);
    expect(report).not.toMatch(/11010519491231002X|payload|bad value/);
    expect(crashReport('thrown text 13800138000')).toBe('crashed: a thrown string');
  });

  test.each(['uncaughtException', 'unhandledRejection'])('%s ends the process with 1', (event) => {
    const codes: number[] = [];
    const said: string[] = [];
    const source = Object.assign(new EventEmitter(), { exit: (code: number) => void codes.push(code) });
    watchForCrash(source, { out() {}, err: (text) => void said.push(text) });
    source.emit(event, new Error('x'));
    expect(codes).toEqual([1]);
    expect(said.join('')).toContain('crashed: Error');
  });
});
