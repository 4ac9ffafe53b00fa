/** Generated from config/hub.schema.json by "npm run generate". */

export type StoreConfig = SqliteConfig | PostgresConfig;
/**
 * Milliseconds; at most a year.
 */
export type Duration = number;

/**
 * One TraceHub deployment: server, store, links, routes. Secrets are references: ${file:/path}, ${env:NAME} or ${env:NAME:-default}.
 */
export interface HubConfig {
  server?: ServerConfig;
  log?: LogConfig;
  settlement?: SettlementConfig;
  store: StoreConfig;
  secrets: SecretsConfig;
  links: {
    [k: string]: LinkConfig;
  };
  routes: RouteConfig[];
  /**
   * CSV file of the product catalogue (三码合一), relative to the configuration file. Absent: lines stay as they were sent.
   */
  catalogue?: string;
  sandbox?: SandboxConfig;
}
export interface ServerConfig {
  host?: string;
  port?: number;
  opsHost?: string;
  opsPort?: number;
  maxConnections?: number;
  bodyLimitBytes?: number;
  headersTimeoutMs?: number;
  requestTimeoutMs?: number;
  shutdownGraceMs?: number;
}
export interface LogConfig {
  level?: 'error' | 'warn' | 'info' | 'debug' | 'silent';
}
export interface SettlementConfig {
  /**
   * A sale that waits longer for its settlement is shown as overdue; it is never sent by itself.
   */
  overdueMs?: number;
}
export interface SqliteConfig {
  driver: 'sqlite';
  path: string;
}
export interface PostgresConfig {
  driver: 'postgres';
  url: string;
  maxConnections?: number;
}
export interface SecretsConfig {
  /**
   * 32 bytes, Base64 or hex, usually ${file:…}: seals the directory's credentials (AES-256-GCM). 'generate:<path>' makes and keeps one (sandbox only).
   */
  sealKey: string;
}
export interface LinkConfig {
  adapter: string;
  /**
   * Mapping profile, e.g. nhsa/430000-hunan.
   */
  profile?: string;
  title?: string;
  /**
   * http(s)://… ; for adapters of protocol file sftp://host:port/folder (no user name in it).
   */
  endpoint: string;
  /**
   * CIDR blocks the endpoint may resolve to. Empty: any public address; private, loopback and link-local ones must be listed.
   */
  allowAddresses?: string[];
  /**
   * Checked against the adapter's settings schema.
   */
  settings?: {};
  limits?: LinkLimits;
  timeouts?: LinkTimeouts;
  breaker?: BreakerConfig;
  retry?: RetryConfig;
  enquiry?: EnquiryConfig;
}
export interface LinkLimits {
  maxInFlight?: number;
  /**
   * Per pacer key (what the platform limits); absent: the adapter's declared pace.
   */
  ratePerSecond?: number;
  burst?: number;
}
export interface LinkTimeouts {
  connectMs?: number;
  attemptMs?: number;
  maxReplyBytes?: number;
}
export interface BreakerConfig {
  errorPercent?: number;
  consecutiveFailures?: number;
  windowMs?: number;
  minimumCalls?: number;
  openMs?: number;
  maxOpenMs?: number;
  rampMs?: number;
}
export interface RetryConfig {
  /**
   * Delay before each further attempt; then every repeatMs until giveUpAfterMs.
   *
   * @minItems 1
   */
  scheduleMs?: Duration[];
  /**
   * Milliseconds; at most a year.
   */
  repeatMs?: number;
  /**
   * Milliseconds; at most a year.
   */
  giveUpAfterMs?: number;
  jitter?: number;
  /**
   * Milliseconds; at most a year.
   */
  overloadFloorMs?: number;
}
export interface EnquiryConfig {
  /**
   * Milliseconds; at most a year.
   */
  firstAfterMs?: number;
  /**
   * Milliseconds; at most a year.
   */
  everyMs?: number;
  /**
   * Milliseconds; at most a year.
   */
  settleMs?: number;
  /**
   * Milliseconds; at most a year.
   */
  giveUpAfterMs?: number;
}
export interface RouteConfig {
  link: string;
  /**
   * Prefer: wait=N waits for this one.
   */
  primary?: boolean;
  when?: RouteCondition;
  lines?: LineCondition;
}
/**
 * All given conditions must hold.
 */
export interface RouteCondition {
  kinds?: string[];
  /**
   * Prefixes of the institution's 6-digit region.
   */
  regions?: string[];
  roles?: string[];
  /**
   * true: at least one line carries a trace code.
   */
  coded?: boolean;
}
/**
 * Only the lines with a code or product that match any of these go out; no such line, no delivery.
 */
export interface LineCondition {
  codePrefixes?: string[];
  gtins?: string[];
  nhsaCodes?: string[];
  approvalNos?: string[];
  /**
   * 生产企业 of the product as the event or, failing that, the catalogue names it; width, blanks and brackets of either form are not compared.
   */
  manufacturers?: string[];
  codeKinds?: ('drug-trace' | 'gs1' | 'sscc' | 'hibc' | 'iccbba' | 'ma' | 'ahm' | 'ifa' | 'opaque')[];
}
/**
 * Present only in the sandbox: platform simulators, a first key, and institutions.
 */
export interface SandboxConfig {
  simulators?: {
    [k: string]: {
      port: number;
      controlPort: number;
      settings?: {};
    };
  };
  tenant?: string;
  /**
   * CSV file of the sandbox directory, relative to the configuration file.
   */
  institutions?: string;
}
