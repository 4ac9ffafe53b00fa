import { Writable } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { createLogger } from '../../gateway/observe/index.ts';

/** A sink that keeps what it is given; `stuck` never takes the first chunk, until released. */
function sink(options: { stuck?: boolean } = {}) {
  let text = '';
  let release: (() => void) | undefined;
  const out = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk);
      if (options.stuck) release = done;
      else done();
    },
  });
  return {
    out,
    text: () => text,
    lines: () => text.split('\n').filter((line) => line !== ''),
    records: () =>
      text
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line)),
    release() {
      options.stuck = false;
      release?.();
    },
  };
}

const hostile = 'u1\n{"level":"info","message":"admin login ok"}\u001b[31m\u009b2J\u2028\u202Ex';

describe('winston traps', () => {
  test('a line break or escape sequence in a value forges no line and reaches no terminal', () => {
    const { out, lines, text } = sink();
    const logger = createLogger('info', out);
    logger.info(`user ${hostile}`, { detail: hostile, institution: hostile });
    expect(lines()).toHaveLength(1);
    const [record] = lines().map((line) => JSON.parse(line));
    for (const value of [record.message, record.detail, record.institution]) {
      expect(value).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u202e]/);
    }
    expect(text()).not.toContain('\\u001b');
  });

  test('an error object never reaches the line: axios keeps the bearer token and the body in it', () => {
    const { out, text, records } = sink();
    const logger = createLogger('info', out);
    const error = Object.assign(new Error('secret-in-message'), {
      config: { headers: { authorization: 'Bearer tok-1' } },
    });
    // What a caller without types could do.
    Reflect.apply(logger.error, logger, ['send failed', { link: 'msfx', err: error, detail: error, cause: error }]);
    Reflect.apply(logger.error, logger, ['send failed', error]);
    Reflect.apply(logger.error, logger, [error]);
    expect(text()).not.toContain('tok-1');
    expect(text()).not.toContain('secret-in-message');
    expect(records()[0]).toEqual({ level: 'error', message: 'send failed', time: expect.any(String), link: 'msfx' });
    expect(records()[2].message).toBe('(not a text)');
  });

  test('a message, level or time among the fields changes nothing of ours', () => {
    const { out, records } = sink();
    const logger = createLogger('info', out);
    Reflect.apply(logger.info, logger, [
      'sent',
      { message: 'attacker text', level: 'error', time: 'never', splat: ['%s'] },
    ]);
    expect(records()).toEqual([{ level: 'info', message: 'sent', time: expect.stringMatching(/^\d{4}-.*Z$/) }]);
  });

  test('a stuck sink keeps memory bounded, counts what it loses and says so when it moves again', async () => {
    const stuck = sink({ stuck: true });
    const logger = createLogger('info', stuck.out);
    const pad = 'x'.repeat(500);
    for (let index = 0; index < 20_000; index += 1) logger.info('delivery attempt', { detail: pad });
    expect(stuck.out.writableLength).toBeLessThanOrEqual(1_048_576);
    expect(logger.dropped()).toBeGreaterThan(15_000);

    const drained = new Promise((resolve) => stuck.out.once('drain', resolve));
    stuck.release();
    await drained;
    await new Promise((resolve) => stuck.out.write('', resolve));
    const last = stuck.records().at(-1);
    expect(last).toMatchObject({ level: 'warn', message: 'log lines were dropped', count: logger.dropped() });
    logger.info('after');
    expect(stuck.records().at(-1).message).toBe('after');
  });

  test('a sink that breaks does not break the gateway', async () => {
    const out = new Writable({
      write(_chunk, _encoding, done) {
        done(new Error('EPIPE'));
      },
    });
    const logger = createLogger('info', out);
    logger.info('one');
    await new Promise((resolve) => out.once('close', resolve));
    logger.info('two');
    expect(logger.dropped()).toBe(2);
  });
});

test('personal data and keys in free text are masked; institution codes that look like a phone number are not', () => {
  const { out, text, records } = sink();
  const logger = createLogger('info', out);
  logger.info('who 11010519491231002X key thk_abc-DEF_123', {
    detail: '身份证 110105194912310021 手机 13800138000 Authorization: Bearer abc.def 码 81234567890123456789',
    institution: 'P13900000001',
  });
  for (const secret of ['11010519491231002', '13800138000', 'abc.def', 'abc-DEF']) expect(text()).not.toContain(secret);
  expect(records()[0].institution).toBe('P13900000001');
  expect(records()[0].detail).toContain('81234567890123456789');
});

test('levels: what is below the level is not written, silent writes nothing', () => {
  const { out, records } = sink();
  const logger = createLogger('warn', out);
  logger.debug('d');
  logger.info('i');
  logger.warn('w', { durationMs: 12, status: Number.NaN });
  logger.error('e');
  expect(records().map(({ message }) => message)).toEqual(['w', 'e']);
  expect(records()[0]).toMatchObject({ durationMs: 12 });
  expect(records()[0]).not.toHaveProperty('status');

  const silent = sink();
  createLogger('silent', silent.out).error('e');
  expect(silent.text()).toBe('');
});
