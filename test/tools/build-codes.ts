/**
 * Builds the recogniser as a package of plain JavaScript for other Node programs (18 or newer), into the folder named by the first
 * argument (default: dist/codes). `npm install <folder>`, then `import { analyse } from '@tracehub/codes'`.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const out = resolve(process.argv[2] ?? join(root, 'dist', 'codes'));

const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
execFileSync(process.execPath, [compiler, '-p', join(root, 'tsconfig.codes.json'), '--outDir', out], {
  stdio: 'inherit',
});
mkdirSync(join(out, 'codes', 'gs1'), { recursive: true });
for (const file of ['dictionary.json', 'lists.json']) {
  copyFileSync(join(root, 'mappings', 'codes', 'gs1', file), join(out, 'codes', 'gs1', file));
}
copyFileSync(join(root, 'LICENSE'), join(out, 'LICENSE'));
const { version, license }: { version: string; license: string } = JSON.parse(
  readFileSync(join(root, 'package.json'), 'utf8'),
);
const manifest = {
  name: '@tracehub/codes',
  version,
  license,
  description: 'Recognises drug trace codes, GS1, HIBC, ICCBBA, MA, AHM, IFA and product numbers',
  type: 'module',
  engines: { node: '>=18' },
  exports: { '.': { types: './codes/index.d.ts', default: './codes/index.js' } },
};
writeFileSync(join(out, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);
process.stdout.write(`built ${manifest.name} ${version}\n`);
