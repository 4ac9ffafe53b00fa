export { compilePolicy } from './compile.ts';
export { decide } from './decide.ts';
export { loadPolicy, loadTables, resolveTables } from './load.ts';
export {
  type Decision,
  outcomes,
  type Policy,
  type PolicyOutcome,
  type PolicyRule,
  type PolicyTable,
  type Rule,
} from './types.ts';
