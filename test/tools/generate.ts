/**
 * Writes every generated file of the project, or with --check compares and fails on drift.
 * Each generator returns path → content; add new ones to `generators`.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { generateDay } from '../demo/make-day.ts';
import { generateGolden } from './generate-golden.ts';
import { generateOpenApi } from './generate-openapi.ts';
import { generateRegions } from './generate-regions.ts';
import { generateTypes } from './generate-types.ts';

const generators: ReadonlyArray<() => Promise<Map<string, string>>> = [
  generateTypes,
  generateOpenApi,
  generateDay,
  generateGolden,
  generateRegions,
];

const check = process.argv.includes('--check');
let stale = 0;
for (const generate of generators) {
  for (const [path, content] of await generate()) {
    const present = await readFile(path, 'utf8').catch(() => '');
    if (present === content) continue;
    stale += 1;
    if (check) {
      process.stderr.write(`${path} is out of date: run "npm run generate" and commit the result\n`);
    } else {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, content);
      process.stdout.write(`wrote ${path}\n`);
    }
  }
}
if (check && stale > 0) process.exitCode = 1;
