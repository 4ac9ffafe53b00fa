import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';

const folder = mkdtempSync(join(tmpdir(), 'tracehub-codes-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('another Node program uses the recogniser as an installed package, with types', () => {
  const installed = join(folder, 'node_modules', '@tracehub', 'codes');
  execFileSync(process.execPath, ['test/tools/build-codes.ts', installed]);
  const program = join(folder, 'program.mjs');
  writeFileSync(
    program,
    `import { analyse } from '@tracehub/codes';
     const { kind, parts } = analyse('(01)06901234567892(17)280131(21)A1');
     console.log(JSON.stringify({ kind, expiresOn: parts.expiresOn }));`,
  );
  const out = execFileSync(process.execPath, [program], { cwd: folder, encoding: 'utf8' });
  expect(JSON.parse(out)).toEqual({ kind: 'gs1', expiresOn: '2028-01-31' });

  writeFileSync(
    join(folder, 'program.ts'),
    "import { type Analysis, analyse } from '@tracehub/codes';\nexport const kind: Analysis['kind'] = analyse('1').kind;\n",
  );
  mkdirSync(join(folder, 'node_modules', '@types'), { recursive: true });
  symlinkSync(join(process.cwd(), 'node_modules', '@types', 'node'), join(folder, 'node_modules', '@types', 'node'));
  const compiler = join(process.cwd(), 'node_modules', 'typescript', 'bin', 'tsc');
  const checked = () =>
    execFileSync(
      process.execPath,
      [compiler, '--noEmit', '--strict', '--module', 'nodenext', '--skipLibCheck', 'program.ts'],
      { cwd: folder },
    );
  expect(checked).not.toThrow();
});
