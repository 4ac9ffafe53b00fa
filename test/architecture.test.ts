/**
 * The rules of the house, read from the imports and texts themselves (docs/decisions/0004-folders-and-rules.md). Each test
 * lists every breach as `file: what`; the tables below are the rules.
 */

import { dirname } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { allFiles, findCycle, parseImports, readText, sourceFiles, withoutComments } from './tools/sources.ts';

/** Layer → the layers it may import. */
const layers: Record<string, readonly string[]> = {
  config: [],
  mappings: [],
  adapters: ['mappings'],
  gateway: ['adapters', 'mappings', 'config'],
};

/** What of adapters/ the gateway may know: no family by name (rule 4). */
const openToGateway = ['adapters/index.ts', 'adapters/contract/', 'adapters/kit/', 'adapters/sim-kit/contract.ts'];
/** Folders of adapters/ that are no family. */
const sharedAdapterFolders = new Set(['contract', 'kit', 'sim-kit']);

/** Package → its only homes (rule 3). A package that is not here may not be used. */
const homes: Record<string, readonly string[]> = {
  express: ['gateway/http/'],
  helmet: ['gateway/http/'],
  axios: ['gateway/link/transports/'],
  undici: ['gateway/link/transports/'],
  soap: ['gateway/link/transports/'],
  ssh2: ['gateway/link/transports/', 'adapters/mah-file/simulator/'],
  'sm-crypto-v2': ['gateway/link/transports/'],
  opossum: ['gateway/link/'],
  'p-retry': ['gateway/link/'],
  'node:sqlite': ['gateway/store/'],
  pg: ['gateway/store/'],
  winston: ['gateway/observe/'],
  'prom-client': ['gateway/observe/'],
  'csv-parse': ['gateway/directory/', 'mappings/catalogue/'],
  xml2js: ['adapters/kit/'],
  '@xmldom/xmldom': [
    'adapters/sim-kit/',
    'adapters/mah-epcis/simulator/',
    'adapters/mah-soap/simulator/',
    'adapters/mah-file/simulator/',
    'adapters/regulator-json/simulator/',
    'adapters/nhsa/simulator/',
  ],
  'iconv-lite': [
    'gateway/link/transports/',
    'mappings/catalogue/',
    'adapters/kit/',
    'adapters/sim-kit/',
    'adapters/mah-file/simulator/',
  ],
  yauzl: ['gateway/catalogue/'],
  saxes: ['gateway/catalogue/'],
  ajv: ['mappings/schema.ts', 'config/validate.ts'],
  'ajv-formats': ['mappings/schema.ts', 'config/validate.ts'],
  yaml: ['config/', 'mappings/engine/'],
};

/** Node's own modules that an adapter may use: calculation, no I/O. */
const pureNodeModules = new Set(['node:buffer', 'node:crypto', 'node:path', 'node:url', 'node:zlib']);
/** Clock, randomness, I/O and logging come in the call context (rule 2). */
const impure =
  /\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\bconsole\.|\bprocess\.|\brandom(Bytes|UUID|Int)\b|\bset(Timeout|Interval)\b|\bfetch\(/;

/** Platform jargon → the folders that speak it (rule 5). */
const jargon: ReadonlyArray<{ readonly words: RegExp; readonly family: string }> = [
  {
    family: 'nhsa',
    words:
      /\b(infno|infcode|inf_refmsgid|fixmedins_\w+|drug_trac_codg|med_list_codg|rtal_docno|retRslt|selinfoDetail)\b/,
  },
  {
    family: 'msfx',
    words: /\b(bill_type|bill_code|bill_time|ref_ent_id|ref_user_id|uploadretail|physic_type|trace_codes)\b/,
  },
];

const sources = sourceFiles(Object.keys(layers));
const isSimulator = (path: string) => /^adapters\/[^/]+\/simulator\//.test(path);
const startsWithAny = (path: string, prefixes: readonly string[]) => prefixes.some((prefix) => path.startsWith(prefix));

/** Runs a check on every import of every source file. @returns `file: specifier` of those refused. */
function refusedImports(isRefused: (path: string, target: { file?: string; package?: string }) => boolean): string[] {
  return sources.flatMap(({ path, imports }) =>
    imports.filter((target) => isRefused(path, target)).map(({ specifier }) => `${path}: ${specifier}`),
  );
}

test('the parser sees every form of import', () => {
  const text = [
    "import a, { b } from './a.ts';",
    "import type { C } from '../c.ts';",
    "import {\n  d,\n} from 'pkg-d/sub.js';",
    "export * from './e.ts';",
    "import './f.ts';",
    "const g = await import('@scope/g/deep');",
    "const h = require('h');",
    "// import z from './comment.ts';",
    "/* import z from './comment.ts'; */",
  ].join('\n');
  const found = parseImports('x/y/file.ts', text).map((target) => target.file ?? target.package);
  expect(found.sort()).toEqual(['@scope/g', 'h', 'pkg-d', 'x/c.ts', 'x/y/a.ts', 'x/y/e.ts', 'x/y/f.ts'].sort());
  expect(sources.length).toBeGreaterThan(50);
});

describe('rule 1: layers', () => {
  test('config and mappings import nothing of ours, adapters only mappings, gateway all three', () => {
    const refused = refusedImports((path, { file }) => {
      if (file === undefined) return false;
      const [own = '', target = ''] = [path, file].map((name) => name.split('/', 1)[0]);
      return own !== target && !layers[own]?.includes(target);
    });
    expect(refused).toEqual([]);
  });

  test('no file is in an import cycle', () => {
    const edges = new Map(
      sources.map(({ path, imports }) => [path, new Set(imports.flatMap(({ file }) => file ?? []))]),
    );
    expect(findCycle(edges)).toBeUndefined();
  });

  test('no folder is in an import cycle', () => {
    // A room is a folder of a layer; a contract is what the room promises, not the room: it counts as a folder of its own.
    const node = (path: string) =>
      /\/(contract|runtime)\.ts$/.test(path) ? path : dirname(path).split('/').slice(0, 2).join('/');
    const edges = new Map<string, Set<string>>();
    for (const { path, imports } of sources) {
      const from = node(path);
      const targets = edges.get(from) ?? new Set<string>();
      for (const { file } of imports) if (file !== undefined && node(file) !== from) targets.add(node(file));
      edges.set(from, targets);
    }
    expect(findCycle(edges)).toBeUndefined();
  });
});

describe('rule 2: adapters', () => {
  test('an adapter knows itself, the contract, the kit and mappings; a simulator itself and the simulator kit', () => {
    const refused = refusedImports((path, { file }) => {
      const [layer, family = ''] = path.split('/');
      if (layer !== 'adapters' || path === 'adapters/index.ts' || file === undefined) return false;
      if (isSimulator(path)) return !startsWithAny(file, [`adapters/${family}/simulator/`, 'adapters/sim-kit/']);
      if (family === 'sim-kit') return !file.startsWith('adapters/sim-kit/');
      if (isSimulator(file)) return true;
      const known = family === 'contract' ? [] : ['adapters/kit/'];
      return !startsWithAny(file, [`adapters/${family}/`, 'adapters/contract/', 'mappings/', ...known]);
    });
    expect(refused).toEqual([]);
  });

  test('no clock, randomness, I/O or logger inside an adapter', () => {
    const adapterFiles = sources.filter(
      ({ path }) =>
        path.startsWith('adapters/') &&
        !isSimulator(path) &&
        !startsWithAny(path, ['adapters/sim-kit/', 'adapters/index.ts']),
    );
    const breaches = adapterFiles.flatMap(({ path, text, imports }) => {
      const modules = imports.flatMap((target) => target.package ?? []).filter((name) => name.startsWith('node:'));
      const words = impure.exec(withoutComments(text))?.[0];
      return [...modules.filter((name) => !pureNodeModules.has(name)), ...(words === undefined ? [] : [words])].map(
        (what) => `${path}: ${what}`,
      );
    });
    expect(breaches).toEqual([]);
  });
});

describe('rule 3: one home per package', () => {
  const ownModules = /^node:(?!sqlite$)/;
  test('every package is used only at home', () => {
    const refused = refusedImports((path, { package: name }) => {
      if (name === undefined || ownModules.test(name)) return false;
      return !startsWithAny(path, homes[name] ?? []);
    });
    expect(refused).toEqual([]);
  });

  test('every package that is used is a declared dependency, and every dependency is used', () => {
    const declared = Object.keys(JSON.parse(readText('package.json')).dependencies).sort();
    const used = new Set(sources.flatMap(({ imports }) => imports.flatMap((target) => target.package ?? [])));
    expect([...used].filter((name) => !name.startsWith('node:')).sort()).toEqual(declared);
  });
});

describe('rule 4: one place for each', () => {
  test('process.env is read in config/env.ts alone', () => {
    const readers = sources.filter(({ text }) =>
      /\bprocess\s*\.\s*env\b|\}\s*=\s*process\b|['"]node:process['"]/.test(withoutComments(text)),
    );
    expect(readers.map(({ path }) => path)).toEqual(['config/env.ts']);
  });

  test('only adapters/index.ts names the adapters', () => {
    const refused = refusedImports((path, { file }) => {
      if (file === undefined || !path.startsWith('gateway/') || !file.startsWith('adapters/')) return false;
      return !startsWithAny(file, openToGateway);
    });
    expect(refused).toEqual([]);
    const families = new Set(
      sources.flatMap(({ path }) =>
        path.startsWith('adapters/') && path.split('/').length > 2 ? (path.split('/')[1] ?? []) : [],
      ),
    );
    for (const shared of sharedAdapterFolders) families.delete(shared);
    const registry = readText('adapters/index.ts');
    for (const family of families) expect(registry).toContain(`./${family}/index.ts`);
  });
});

test('rule 5: platform jargon stays with its family', () => {
  const breaches = jargon.flatMap(({ words, family }) =>
    sources
      .filter(({ path }) => !startsWithAny(path, [`adapters/${family}/`, `mappings/${family}/`]))
      .flatMap(({ path, text }) => {
        const word = words.exec(withoutComments(text))?.[0];
        return word === undefined ? [] : [`${path}: ${word}`];
      }),
  );
  expect(breaches).toEqual([]);
});

describe('rule 6: small files', () => {
  const sizes = sources.map(({ path, text }) => ({ path, text, lines: text.split('\n').length - 1 }));

  test('the median file has at most 90 lines', () => {
    const sorted = sizes.map(({ lines }) => lines).sort((a, b) => a - b);
    expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThanOrEqual(90);
  });

  test('a file above 300 lines says at its top why', () => {
    const long = sizes.filter(
      ({ lines, text }) => lines > 300 && !/^\s*\/\*\*(?:(?!\*\/)[\s\S])*\bLong because\b/.test(text),
    );
    expect(long.map(({ path, lines }) => `${path}: ${lines} lines`)).toEqual([]);
  });
});

describe('what the repository must not hold', () => {
  const text =
    /\.(ts|js|json|ya?ml|md|html|sql|csv|sh|wsdl)$|(^|\/)(Dockerfile|\.ci\/run|LICENSE|\.dockerignore|\.gitignore)$/;
  const texts = allFiles().filter((path) => text.test(path) && path !== 'test/architecture.test.ts');

  test('a switched-off or singled-out test', () => {
    const off = /\b(?:test|it|describe)(?:\.each)?\.(?:only|skip|todo)\b|\b(?:xit|xtest|xdescribe|fit|fdescribe)\(/;
    const found = texts.filter((path) => path.endsWith('.test.ts') && off.test(readText(path)));
    expect(found).toEqual([]);
  });

  test('a path of one machine or the host of a package registry', () => {
    const machine = /(?<![\w.$}])\/(?:work|tmp|root|home\/\w+)\/|\bregistry\.[\w-]+\.\w+/;
    const found = texts.flatMap((path) => {
      const match = machine.exec(readText(path));
      return match === null ? [] : [`${path}: ${match[0]}`];
    });
    expect(found).toEqual([]);
  });
});
