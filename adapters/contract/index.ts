export * from './adapter.ts';
export * from './fault.ts';
export * from './outcome.ts';
export * from './wire.ts';
