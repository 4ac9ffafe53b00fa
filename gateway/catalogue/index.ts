export { createCatalogue } from './catalogue.ts';
export { followConfiguredFile } from './configured.ts';
export { exportCsv } from './export.ts';
export { type FormatName, fileItems, formats, isFormat } from './formats/formats.ts';
export { type ImportConflict, type ImportJob, type ImportProgress, type ImportReport, importFile } from './import.ts';
export { type Contents, contentsOf, maxContents, packsOf } from './packs.ts';
