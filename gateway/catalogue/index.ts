export { createCatalogue } from './catalogue.ts';
export { followConfiguredFile } from './configured.ts';
export type { ImportReport } from './contract.ts';
export { exportCsv } from './export.ts';
export { fileItems } from './formats/formats.ts';
export { type FormatName, formatOrigins, isFormat } from './formats/names.ts';
export { type ImportJob, type ImportProgress, importFile } from './import.ts';
export { learningIntake } from './learning-intake.ts';
export { contentsOf, maxContents, packsOf } from './packs.ts';
