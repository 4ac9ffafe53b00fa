export { compilePolicy } from './compile.ts';
export { decide } from './decide.ts';
export { type Explanation, explain } from './explain.ts';
export { loadPolicy, loadTables, resolveTables } from './load.ts';
export { type Receipt, receipt } from './receipt.ts';
export {
  type Circumstances,
  type CodeCount,
  type Decision,
  outcomes,
  type Policy,
  type PolicyOutcome,
  type PolicyRule,
  type PolicyTable,
  type Rule,
} from './types.ts';
