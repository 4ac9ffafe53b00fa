export { compileCatalogue } from './compile.ts';
export { type CatalogueWarning, type CompletedLine, catalogueWarnings, completeLine } from './complete.ts';
export { CatalogueError, type CatalogueProblem } from './error.ts';
export { loadCatalogue } from './load.ts';
export { readCatalogue } from './read.ts';
export type { Catalogue, CatalogueRow } from './types.ts';
