export { checkRelation } from './check-relation.ts';
export { checkRow, type Line } from './check-row.ts';
export { compileCatalogue } from './compile.ts';
export { type CatalogueWarning, type CompletedLine, catalogueWarnings, completeLine } from './complete.ts';
export { withContents } from './contents.ts';
export { effectiveRows, overlaid, toRow } from './effective.ts';
export { CatalogueError, type CatalogueProblem } from './error.ts';
export { createFileCheck } from './file-check.ts';
export { decoded, type Encoding, encodings } from './formats/decode.ts';
export { readJsonLines } from './formats/json-lines.ts';
export { readNhsaDrugs } from './formats/nhsa-drugs.ts';
export { readPrefixTable } from './formats/prefix-table.ts';
export { readRelationsCsv } from './formats/relations-csv.ts';
export { catalogueText, loadCatalogue } from './load.ts';
export type { Chunks, ItemReader, ParsedItem, Texts } from './parsed.ts';
export { planStatements, type StatementOutcome, type StatementPlan } from './plan-statements.ts';
export { csvFormat, readCatalogue } from './read.ts';
export { csvLines, readCsv, readRows } from './read-rows.ts';
export {
  type BoxStatus,
  maxPackLevels,
  type PackRelation,
  planRelations,
  type RelationPlan,
  type StoredRelation,
  shownRelation,
} from './relation.ts';
export { gtin14, rowKey } from './row-key.ts';
export {
  type Difference,
  differences,
  isOrigin,
  type Origin,
  origins,
  type Statement,
  type StoredStatement,
} from './statement.ts';
export type { Catalogue, CatalogueRow } from './types.ts';
export { UnreadableFileError } from './unreadable.ts';
