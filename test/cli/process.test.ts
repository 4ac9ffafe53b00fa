import { EventEmitter } from 'node:events';
import { describe, expect, test } from '@jest/globals';
import { crashReport, watchForCrash } from '../../gateway/cli/crash.ts';
import { watchSignals } from '../../gateway/cli/signals.ts';

describe('signals', () => {
  const settled = async (promise: Promise<string>) => Promise.race([promise, Promise.resolve('not yet')]);

  test.each(['SIGTERM', 'SIGINT'] as const)('%s asks to stop', async (signal) => {
    const source = new EventEmitter();
    const { first } = watchSignals(source);
    expect(await settled(first)).toBe('not yet');
    source.emit(signal);
    expect(await first).toBe(signal);
  });

  test('the copies of one Ctrl-C are one request; a later signal is another', async () => {
    const source = new EventEmitter();
    let now = 5000;
    const { again } = watchSignals(source, () => now);
    source.emit('SIGINT');
    now += 20;
    source.emit('SIGINT');
    expect(await settled(again)).toBe('not yet');
    now += 1000;
    source.emit('SIGTERM');
    expect(await again).toBe('SIGTERM');
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
