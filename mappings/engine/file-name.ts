import { ProfileError } from './errors.ts';
import type { Family } from './family.ts';
import type { ProfileSource } from './inherit.ts';
import { locator } from './place.ts';

/**
 * A profile is looked for by its id: `<family>/<name>` stands in `<name>.yaml`, `<name>@<day>.yaml` or `<name>/profile.yaml`.
 * @throws ProfileError at `id` for a file of another name, or in the folder of another family
 */
export function checkFileName(source: ProfileSource, { family }: Pick<Family, 'family'>): void {
  const [own = '', name = ''] = source.id.split('/');
  const place = { ...locator([source])(['id']), chain: [] };
  if (family !== undefined && own !== family) {
    throw new ProfileError(
      place,
      `the profiles of this folder are of ${family}, so the id must be '${family}/${name}'`,
    );
  }
  const stated = nameOf(source.file);
  if (stated === name) return;
  throw new ProfileError(place, `the file's name says ${stated}, so the id must be '${own}/${stated}'`);
}

function nameOf(file: string): string {
  const [last = '', folder = ''] = file.split('/').reverse();
  const name = last.replace(/\.yaml$/, '').split('@')[0] ?? '';
  return name === 'profile' ? folder : name;
}
