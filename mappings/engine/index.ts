export {
  chinaDate,
  chinaDateTime,
  chinaDateTimeCompact,
  chinaDay,
  chinaRfc3339,
  nextChinaMidnight,
} from './china-time.ts';
export { MappingError, ProfileError, type ProfilePlace } from './errors.ts';
export type { Family } from './family.ts';
export type { ProfileSource } from './inherit.ts';
export { compileSources, loadProfiles } from './load.ts';
export { readProfile } from './read.ts';
export type { CallFunction, CallFunctions, MapInput, Profile, ProfileExample, Scope } from './types.ts';
