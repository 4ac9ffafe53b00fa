import type { Hub } from '../../config/types.ts';
import type { Policy } from '../../mappings/policy/index.ts';
import type { CatalogueService } from '../catalogue/contract.ts';
import type { Directory } from '../directory/contract.ts';
import type { Dispatcher } from '../dispatch/contract.ts';
import type { Intake } from '../intake/contract.ts';
import type { Findings, Ledger } from '../ledger/index.ts';
import type { LinkRuntime } from '../link/runtime.ts';
import type { LookupService } from '../lookup/index.ts';
import type { Logger, Metrics } from '../observe/contract.ts';
import type { Store } from '../store/contract.ts';
import type { VerifyService } from '../verify/index.ts';
import type { ErrorCatalogue } from './error-catalogue.ts';

/** Everything the API stands on; built in the composition root. */
export interface HttpServices {
  readonly hub: Pick<Hub, 'server' | 'settlement'>;
  readonly store: Store;
  readonly intake: Intake;
  readonly ledger: Ledger;
  readonly catalogue: CatalogueService;
  readonly findings: Findings;
  readonly verify: VerifyService;
  readonly policy: Pick<Policy, 'find'>;
  readonly dispatcher: Pick<Dispatcher, 'wake' | 'recall' | 'waitSettled' | 'probe'>;
  readonly directory: Directory;
  readonly lookups: LookupService;
  readonly links: ReadonlyMap<string, LinkRuntime>;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** epoch ms */
  readonly clock: () => number;
  /** UUIDv7 */
  readonly newId: () => string;
  readonly errorCatalogue: ErrorCatalogue;
}

/** What the second port stands on. */
export interface OpsServices {
  readonly metrics: Pick<Metrics, 'render'>;
  /** Store, migrations, shutting down. Never a platform: a dead link does not make the gateway unready. */
  ready(): Promise<Readiness>;
}

export interface Readiness {
  readonly ok: boolean;
  readonly checks: ReadonlyArray<{ readonly name: string; readonly ok: boolean; readonly detail?: string }>;
}
