export { compilePolicy } from './compile.ts';
export { decide } from './decide.ts';
export { loadPolicy, loadTables, resolveTables } from './load.ts';
export type { Decision, Policy, PolicyOutcome, PolicyRule, PolicyTable, Rule } from './types.ts';
