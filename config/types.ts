import type {
  BreakerConfig,
  EnquiryConfig,
  LineCondition,
  LinkConfig,
  LinkLimits,
  LinkTimeouts,
  LogConfig,
  RetryConfig,
  RouteCondition,
  SandboxConfig,
  SecretsConfig,
  ServerConfig,
  SettlementConfig,
} from './hub.generated.ts';

export type { HubConfig, LineCondition, RouteCondition, SandboxConfig } from './hub.generated.ts';

/** The configuration after `load`: every default filled in, every secret reference resolved. */
export interface Hub {
  readonly server: Required<ServerConfig>;
  readonly log: Required<LogConfig>;
  readonly settlement: Required<SettlementConfig>;
  readonly store: StoreSettings;
  /** Raw value of secrets.sealKey: a 32-byte key as hex or Base64, or `generate:<absolute path>`. */
  readonly sealKey: string;
  readonly links: Readonly<Record<string, LinkSettings>>;
  readonly routes: readonly Route[];
  /** Absolute path of the product catalogue. */
  readonly catalogue?: string;
  readonly sandbox?: SandboxConfig;
  /** Absolute folder of the configuration file: relative paths in it are resolved against this. */
  readonly baseDir: string;
}

/** A configuration file's content after validation: every default of hub.schema.json is filled in. */
export interface FilledConfig {
  readonly server: Required<ServerConfig>;
  readonly log: Required<LogConfig>;
  readonly settlement: Required<SettlementConfig>;
  readonly store: StoreSettings;
  readonly secrets: SecretsConfig;
  readonly links: Readonly<Record<string, FilledLink>>;
  readonly routes: readonly Route[];
  readonly catalogue?: string;
  readonly sandbox?: SandboxConfig;
}

/** `T` with every part optional, arrays whole: changes laid over a configuration file. */
export type DeepPartial<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? { [K in keyof T]?: DeepPartial<T[K]> }
    : T;

export type StoreSettings =
  | { readonly driver: 'sqlite'; readonly path: string }
  | { readonly driver: 'postgres'; readonly url: string; readonly maxConnections: number };

export interface LinkSettings extends FilledLink {
  readonly id: string;
  readonly title: string;
}

/** One entry of `links:` with its defaults. */
export interface FilledLink extends Required<Pick<LinkConfig, 'adapter' | 'endpoint' | 'allowAddresses'>> {
  readonly title?: string;
  readonly profile?: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly limits: Required<Omit<LinkLimits, 'ratePerSecond'>> & Pick<LinkLimits, 'ratePerSecond'>;
  readonly timeouts: Required<LinkTimeouts>;
  readonly breaker: Required<BreakerConfig>;
  readonly retry: Required<RetryConfig>;
  readonly enquiry: Required<EnquiryConfig>;
}

export interface Route {
  readonly link: string;
  readonly primary: boolean;
  readonly when: RouteCondition;
  readonly lines?: LineCondition;
}
