export type { Directory, DirectoryInput, DirectoryLinkInput } from './contract.ts';
export { createDirectory, type DirectoryDeps } from './directory.ts';
export { loadSealKey, SealKeyError } from './seal-key.ts';
