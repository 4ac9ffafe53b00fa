import { describe, expect, test } from '@jest/globals';
import { relationsIn } from '../../gateway/catalogue/learn.ts';
import { recogniseLines } from '../../gateway/intake/recognise-lines.ts';
import { codeRows, packsOf } from '../../gateway/store/code-rows.ts';
import type { RecognisedCode } from '../../mappings/model/index.ts';
import { noon, sample } from '../store/samples.ts';

const product = { localCode: 'A1', localName: '药' };

/** As intake reads it. */
function read(...scans: readonly string[]) {
  const { lines, errors } = recogniseLines([{ product, quantity: '1', codes: [...scans] }]);
  expect(errors).toEqual([]);
  return lines;
}

/** The packs that a sale of these scans moves. */
function moved(...scans: readonly string[]): string[] {
  const lines = read(...scans);
  const { event, ...rest } = sample();
  const codes = lines[0]?.codes.map(({ value, kind }: RecognisedCode) => ({ value, kind, line: 0 })) ?? [];
  return packsOf(codeRows({ ...rest, codes, event: { ...event, event: { ...event.event, lines } } }));
}

describe('no movement of a pack, however often it is sold', () => {
  test.each([
    ['HIBC secondary alone', '+$$52001510X3GD'],
    ['production data', '1728013110LOT9'],
    ['production data, bracketed', '(17)280131(10)LOT9'],
    ['production data, announced', ']C11728013110LOT9'],
    ['what a case holds', '(02)06901234567892(37)12'],
    ['a lot whose separator may be missing', '01069012345678921020211001'],
    ['an advertisement', 'https://example.cn/p/1'],
    ['an institution', 'H43028100255'],
    ['a device identifier', 'MA.156.M0.100204.13351764'],
  ])('%s', (_name, raw) => {
    expect(moved(raw, raw)).toEqual([]);
    const [line] = read(raw);
    expect(line?.codes[0]?.raw).toBe(raw);
    const pack = { id: 'e', tenant: 't', acceptedAt: noon };
    const codes = (line?.codes ?? []).map((code) => ({ ...code, packLevel: 'small' as const }));
    expect(relationsIn({ ...pack, event: { lines: [{ product, quantity: '1', codes }] } })).toEqual([]);
  });
});

test('a pack, a case and a manufacturer’s own code move, in whatever notation they are scanned', () => {
  expect(moved('(01)06901234567892(17)280131(21)A1')).toEqual(['(01)06901234567892(21)A1']);
  expect(moved('00106141412345678908')).toEqual(['(00)106141412345678908']);
  expect(moved('WL20251122000001')).toEqual(['WL20251122000001']);
  const device = 'MA.156.M0.100204.13351764.S0001';
  expect([...moved(`${device}.L2026A`), ...moved(device)]).toEqual([device, device]);
});

test('nothing lies in a code that names no pack', () => {
  const codes = [{ value: '81853860111704596503', parent: 'https://example.cn/p/1' }];
  const { errors } = recogniseLines([{ product, quantity: '1', codes }]);
  expect(errors).toMatchObject([{ pointer: '/lines/0/codes/0/parent', code: 'PARENT_IS_NO_PACK' }]);
});
