/** Jest runs the TypeScript sources as ES modules; types are stripped by Node itself (docs/decisions/0002-toolchain.md). */
export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/test/tools/strip-types.js' },
  testMatch: ['<rootDir>/test/**/*.test.ts', '<rootDir>/adapters/**/*.test.ts'],
  injectGlobals: false,
  // A bound for what hangs, not a measure: some tests start five programs one after another, on whatever machine runs them.
  testTimeout: 60_000,
  maxWorkers: 2,
};
