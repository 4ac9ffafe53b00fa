import type { Adapter, Profile } from '../../adapters/contract/index.ts';
import type { LinkSettings } from '../../config/types.ts';
import type { Link } from './contract.ts';

/** A configured link with everything that belongs to it; built once in the composition root. */
export interface LinkRuntime {
  readonly id: string;
  readonly settings: LinkSettings;
  readonly adapter: Adapter;
  readonly profile: Profile;
  readonly link: Link;
}
