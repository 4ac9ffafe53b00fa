/** Jest runs the TypeScript sources as ES modules; types are stripped by Node itself (docs/decisions/0002-toolchain.md). */
export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/test/tools/strip-types.js' },
  testMatch: ['<rootDir>/test/**/*.test.ts', '<rootDir>/adapters/**/*.test.ts'],
  injectGlobals: false,
  testTimeout: 20_000,
  maxWorkers: 2,
};
