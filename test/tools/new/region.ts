import '../tell-profile-errors.ts';
import { readFileSync } from 'node:fs';
import { loadProfiles, type Profile } from '../../../mappings/engine/index.ts';
import { Refused, readArguments, runCommand } from './options.ts';
import { regenerate, writeNew } from './write-files.ts';

const usage =
  'npm run new:region <code> <name> -- [--slug latin-name] [--parent nhsa/…] [--transport …]\n' +
  '  code: 6 digits (GB/T 2260); name: as it shall be shown, e.g. 青岛市; parent: its province when there is one, else the baseline';

/** Three levels at most: national, province, city. */
const mostAncestors = 2;

interface Region {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly parent: Profile;
  readonly transport?: string;
}

/** A region of the medical insurance: one YAML file that inherits everything, with its evidence still to be named. */
async function newRegion(given: readonly string[]): Promise<readonly string[]> {
  const { texts, options } = readArguments(given, ['slug', 'parent', 'transport']);
  const [code, name, ...more] = texts;
  if (code === undefined || name === undefined || more.length > 0) throw new Refused(usage);
  if (!/^\d{6}$/.test(code)) throw new Refused(`a region's code has 6 digits, not "${code}"\n${usage}`);
  const { slug, transport } = options;
  if (slug !== undefined && !/^[a-z][a-z0-9-]*$/.test(slug))
    throw new Refused('--slug: lower-case letters, digits and hyphens');
  checkTransport(transport);
  const profiles = await loadProfiles();
  const file = slug === undefined ? code : `${code}-${slug}`;
  const taken = [...profiles.keys()].find((id) => id.startsWith(`nhsa/${code}`));
  if (taken !== undefined)
    throw new Refused(`${taken} is that region already: change mappings/nhsa/provinces/${taken.slice(5)}.yaml`);
  const region = {
    id: `nhsa/${file}`,
    code,
    name,
    parent: parentOf(code, options.parent, profiles),
    ...(transport !== undefined && { transport }),
  };
  const written = await writeNew(new Map([[`mappings/nhsa/provinces/${file}.yaml`, yamlOf(region)]]));
  return [...written, ...regenerate(), ...next(region)];
}

function checkTransport(transport: string | undefined): void {
  const schema = JSON.parse(
    readFileSync(new URL('../../../mappings/nhsa/constants.schema.json', import.meta.url), 'utf8'),
  );
  const known: readonly string[] = schema.properties.transport.enum;
  if (transport !== undefined && !known.includes(transport))
    throw new Refused(`--transport: one of ${known.join(', ')}`);
}

/** The one that was named; else the province's own; else the baseline. */
function parentOf(code: string, named: string | undefined, profiles: ReadonlyMap<string, Profile>): Profile {
  const province = [...profiles.keys()].find((id) => id.startsWith(`nhsa/${code.slice(0, 2)}0000`));
  const id = named ?? province ?? 'nhsa/national';
  const parent = profiles.get(id);
  if (parent === undefined) throw new Refused(`there is no profile ${id}`);
  if (parent.chain.length > mostAncestors) throw new Refused(`${id} is a city's own: at most national, province, city`);
  if (parent.support === 'agent') throw new Refused(`${id} needs an on-premise agent; name another --parent`);
  return parent;
}

function yamlOf({ id, name, parent, transport }: Region): string {
  return [
    `# What is known of ${name}, as a difference from ${parent.id}. Everything that is not here is the parent's.`,
    '# When evidence comes: name it in `source`, raise `support` (baseline, reported, documented, certified), strike the open points it settles.',
    `id: ${id}`,
    `title: ${name}医保信息平台`,
    `extends: ${parent.id}`,
    `source: ${JSON.stringify(parent.resolved.source)} # the document that the differences stand on, with its version and date`,
    'support: baseline',
    'open:',
    `  - No document and no client of ${name} has been seen; transport, fields, limits and results are those of ${parent.id}.`,
    ...(transport === undefined ? [] : ['constants:', `  transport: ${transport}`]),
    '',
  ].join('\n');
}

function next({ id, name }: Region): readonly string[] {
  return [
    '',
    `${name} can be used: a link names it as its profile "${id}".`,
    `Try it:  npm test -- test/contract -t ${id}`,
    'Then write what differs into its file; docs/guides/add-a-region.md goes on from here.',
  ];
}

await runCommand(() => newRegion(process.argv.slice(2)));
