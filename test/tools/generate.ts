/**
 * Writes every generated file of the project, or with --check compares and fails on drift, and on what breaks a released profile.
 * `--release [profile …]` records profiles as released (all of them when none is named), and does nothing else.
 * Each generator returns path → content; add new ones to `generators`.
 */
import './tell-profile-errors.ts';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { loadProfiles } from '../../mappings/engine/index.ts';
import { generateMixedDay } from '../demo/all/make-mixed-day.ts';
import { generateDay } from '../demo/make-day.ts';
import { generateGolden } from './generate-golden.ts';
import { generateMetrics } from './generate-metrics.ts';
import { generateOpenApi } from './generate-openapi.ts';
import { generateReference } from './generate-reference.ts';
import { generateRegions } from './generate-regions.ts';
import { generateTypes } from './generate-types.ts';
import { breaches, readReleases, release } from './released.ts';

const generators: ReadonlyArray<() => Promise<Map<string, string>>> = [
  generateTypes,
  generateOpenApi,
  generateDay,
  generateMixedDay,
  generateGolden,
  generateRegions,
  generateReference,
  generateMetrics,
];

const releaseFolder = 'test/golden/released';
const options = process.argv.slice(2);
if (options.length > 0 && options[0] !== '--release' && (options[0] !== '--check' || options.length > 1)) {
  process.stderr.write('usage: npm run generate [-- --check | --release [profile …]]\n');
  process.exit(2);
}
if (options[0] === '--release') {
  const written = await release(releaseFolder, await loadProfiles(), options.slice(1));
  for (const path of written) process.stdout.write(`released ${path}\n`);
  process.exit(0);
}

const check = options.includes('--check');
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
const broken = check ? breaches(await readReleases(releaseFolder), await loadProfiles()) : [];
for (const breach of broken) {
  process.stderr.write(
    `${breach}: a released profile changes like this only in a version with an effectiveFrom of its own\n`,
  );
}
if (check && stale + broken.length > 0) process.exitCode = 1;
