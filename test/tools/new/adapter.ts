import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { adapters } from '../../../adapters/index.ts';
import { Refused, readArguments, runCommand } from './options.ts';
import { regenerate, tidy, writeNew } from './write-files.ts';

const usage = 'npm run new:adapter <id>     id: lower-case words joined by hyphens, e.g. city-trace';

/** The family that new ones begin as: signed JSON over HTTPS, with its simulator, where most is a table already. */
const pattern = 'mah-rest';
const folders = [`adapters/${pattern}`, `adapters/${pattern}/simulator`, `mappings/${pattern}`];
const registry = 'adapters/index.ts';
const root = fileURLToPath(new URL('../../..', import.meta.url));

interface Names {
  readonly id: string;
  readonly camel: string;
  readonly pascal: string;
  readonly upper: string;
}

/** A platform family that works: adapter, profile, simulator, entry of the contract kit, line of the registry. */
async function newAdapter(given: readonly string[]): Promise<readonly string[]> {
  const { texts, options: _none } = readArguments(given, []);
  const [id, ...more] = texts;
  if (id === undefined || more.length > 0) throw new Refused(usage);
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id) || id.length > 30) throw new Refused(`"${id}" is no id\n${usage}`);
  if (id in adapters) throw new Refused(`there is an adapter ${id} already`);
  const names = namesOf(id);
  const files = new Map<string, string>();
  for (const path of await patternFiles()) {
    files.set(path.replaceAll(pattern, id), adapted(path, await readFile(join(root, path), 'utf8'), names));
  }
  const written = await writeNew(files);
  await writeFile(join(root, registry), registered(await readFile(join(root, registry), 'utf8'), names));
  tidy([registry, ...[...files.keys()].filter((path) => path.endsWith('.ts'))]);
  return [...written, `added ${id} to ${registry}`, ...regenerate(), ...next(names)];
}

function namesOf(id: string): Names {
  const pascal = id.replace(/(?:^|-)([a-z0-9])/g, (_, first: string) => first.toUpperCase());
  return {
    id,
    pascal,
    camel: pascal.charAt(0).toLowerCase() + pascal.slice(1),
    upper: id.toUpperCase().replaceAll('-', '_'),
  };
}

async function patternFiles(): Promise<readonly string[]> {
  const lists = await Promise.all(
    folders.map(async (folder) => {
      const entries = await readdir(join(root, folder), { withFileTypes: true });
      return entries.flatMap((entry) => (entry.isFile() ? [`${folder}/${entry.name}`] : []));
    }),
  );
  return [...lists.flat(), `test/contract/families/${pattern}.ts`];
}

/** The same text under the new names. What it says of its sources and its support is what is true of a beginning: nothing yet. */
function adapted(path: string, text: string, { id, camel, pascal, upper }: Names): string {
  const renamed = text
    .replaceAll(`docs/guides/${pattern}.md`, 'docs/guides/add-an-adapter.md')
    .replaceAll(pattern, id)
    .replaceAll('mahrest', id.replaceAll(/[^a-z]/g, ''))
    .replaceAll('mahRest', camel)
    .replaceAll('MahRest', pascal)
    .replaceAll(/\bMAH_/g, `${upper}_`);
  if (path === `adapters/${pattern}/index.ts`) return withManifest(renamed, id);
  return path.endsWith('demo.yaml') ? withEvidence(renamed, id) : renamed;
}

function withManifest(text: string, id: string): string {
  const title = `title: { zh: '${id} 平台', en: 'Platform ${id}' },`;
  const manifest = [
    '  manifest: {',
    "    interfaceVersion: 'none yet',",
    "    sources: ['none yet: written as a beginning by npm run new:adapter'],",
    "    undo: { zh: '尚未查明', en: 'not known yet' },",
    '    open: [',
    "      'everything: transport, signature, messages and replies are those of a demonstration until the interface document is at hand',",
    "      'resend: unsafe by itself; keyed in the profile, as the demonstration compares a repeated document number: take that out until the platform is known to do so',",
    "      'enquiry: what the platform answers about a record that it does not hold',",
    '    ],',
    '  },',
    '  scrub,',
  ].join('\n');
  return text
    .replace(/title: \{ zh: '上市[^\n]*/, title)
    .replace(/ {2}manifest: \{[\s\S]*?\n {2}\},\n {2}scrub,/, manifest);
}

function withEvidence(text: string, id: string): string {
  return text
    .replace(/^title: .*$/m, `title: ${id} 平台`)
    .replace(
      /^source: .*$/m,
      'source: none yet; the interface of the simulator, until the document of the platform is at hand',
    )
    .replace(
      /^support: .*$/m,
      'support: demonstration\nopen:\n  - Everything here is the demonstration’s; replace constants, fields and faults by those of the interface document.',
    );
}

/** One import, one adapter, one simulator. */
function registered(text: string, { id, camel }: Names): string {
  const key = /^[a-z0-9]+$/.test(id) ? id : `'${id}'`;
  const lines = text.split('\n');
  const before = (start: (line: string) => boolean, line: string): void => {
    const at = lines.findIndex(start);
    if (at < 0) throw new Refused(`${registry} is not as this command knows it: add the adapter by hand`);
    lines.splice(at, 0, line);
  };
  before(
    (line) => line.includes("from './sim-kit/contract.ts'"),
    `import { ${camel}Adapter } from './${id}/index.ts';`,
  );
  before((line) => line === '};', `  [${camel}Adapter.id]: ${camel}Adapter,`);
  lines.splice(lines.lastIndexOf('};'), 0, `  ${key}: async () => (await import('./${id}/simulator/index.ts')).start,`);
  return lines.join('\n');
}

function next({ id }: Names): readonly string[] {
  return [
    '',
    `${id} works against its own simulator. Look:  npm test -- test/contract -t ${id}`,
    `Then make it speak as the platform does: mappings/${id}/demo.yaml (constants, fields, faults), adapters/${id} (messages, replies,`,
    `settings, manifest), adapters/${id}/simulator (from the interface document, not from the adapter). docs/guides/add-an-adapter.md`,
  ];
}

await runCommand(() => newAdapter(process.argv.slice(2)));
