export { createApp } from './app.ts';
export { type CatalogueEntry, createErrorCatalogue, type ErrorCatalogue, type FaultSource } from './error-catalogue.ts';
export { newKey } from './keys.ts';
export { createOpsApp } from './ops-app.ts';
export { type Served, type ServeOptions, serve } from './serve.ts';
export type { HttpServices, OpsServices, Readiness } from './services.ts';
