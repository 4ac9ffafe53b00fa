import { analyse } from '../../mappings/codes/index.ts';
import { median } from './stats.ts';

export interface CodesFigures {
  readonly kind: 'drug trace codes' | 'GS1 strings';
  /** Per core and second of CPU. */
  readonly perSecond: number;
  readonly floorPerSecond: number;
  readonly wanted: number;
}

/**
 * Recognition with all its parts, against the least that could tell the same fields: one regular expression, nothing checked.
 * @param count different texts per run
 */
export function measureCodes(runs: number, count: number): CodesFigures[] {
  const digits = Array.from({ length: count }, (_, index) => `8185386${String(1e12 + index * 7919).slice(-13)}`);
  const gs1 = Array.from({ length: count }, (_, index) => `010690123456789217280131${'10'}L${index}\u001d21S${index}`);
  return [
    figures('drug trace codes', digits, (text) => /^(8\d{6})(\d{13})$/.exec(text), 500_000, runs),
    figures(
      'GS1 strings',
      gs1,
      (text) => /^01(\d{14})17(\d{6})10([^\u001d]{1,20})\u001d21(.{1,20})$/.exec(text),
      100_000,
      runs,
    ),
  ];
}

function figures(
  kind: CodesFigures['kind'],
  texts: readonly string[],
  floor: (text: string) => unknown,
  wanted: number,
  runs: number,
): CodesFigures {
  const ours: number[] = [];
  const floors: number[] = [];
  for (let run = 0; run <= runs; run += 1) {
    const [own, bare] = [perSecond(texts, analyse), perSecond(texts, floor)];
    // The first run warms up.
    if (run > 0) {
      ours.push(own);
      floors.push(bare);
    }
  }
  return { kind, perSecond: median(ours), floorPerSecond: median(floors), wanted };
}

function perSecond(texts: readonly string[], read: (text: string) => unknown): number {
  let known = 0;
  const before = process.cpuUsage();
  for (const text of texts) if (read(text) !== null) known += 1;
  const { user, system } = process.cpuUsage(before);
  if (known !== texts.length) throw new Error('a text was not read');
  return texts.length / ((user + system) / 1e6);
}
