export type { LogFields, Logger, Metrics } from './contract.ts';
export { createLogger, type HubLogger } from './logger.ts';
export { createMetrics, type MetricsSources } from './metrics.ts';
