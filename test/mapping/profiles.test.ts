import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import type { Profile as ContractProfile } from '../../adapters/contract/index.ts';
import { adapters } from '../../adapters/index.ts';
import { loadProfiles } from '../../mappings/engine/index.ts';

const profiles = await loadProfiles();
const examples = [...profiles.values()].flatMap((profile) =>
  profile.examples.map((example) => ({
    profile,
    name: `${profile.id} ${example.operation} ${example.output.split('/').at(-1)}`,
    ...example,
  })),
);

test('every example of every profile gives exactly its message', async () => {
  expect(examples.length).toBeGreaterThan(0);
  for (const { name, profile, operation, input, output } of examples) {
    const message = profile.map(operation, JSON.parse(await readFile(input, 'utf8')));
    expect({ [name]: message }).toEqual({ [name]: JSON.parse(await readFile(output, 'utf8')) });
  }
});

test('what the engine compiles is what adapters are given', () => {
  const asContract: readonly ContractProfile[] = [...profiles.values()];
  expect(asContract.length).toBe(profiles.size);
});

test('every profile belongs to an adapter', () => {
  const families = [...profiles.keys()].map((id) => id.split('/')[0] ?? '');
  expect(Object.keys(adapters)).toEqual(expect.arrayContaining(families));
});
