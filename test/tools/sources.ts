import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** One import of a source file. */
export interface Import {
  /** As written: `./x.ts`, `node:fs`, `axios`. */
  readonly specifier: string;
  /** Path of the file it means, from the root of the repository; absent for packages and Node's own modules. */
  readonly file?: string;
  /** Package it means, e.g. `ajv` for `ajv/dist/2020.js`, `node:fs` for Node's own. */
  readonly package?: string;
}

export interface SourceFile {
  /** From the root of the repository, with forward slashes. */
  readonly path: string;
  readonly text: string;
  readonly imports: readonly Import[];
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const notOurs = new Set(['node_modules', 'data', '.git', 'coverage']);

const importPatterns = [
  /^\s*(?:import|export)\b[^'"`;]*?\bfrom\s*['"]([^'"]+)['"]/gm,
  /^\s*import\s*['"]([^'"]+)['"]/gm,
  /\bimport\(\s*['"]([^'"]+)['"]/g,
  /\brequire\(\s*['"]([^'"]+)['"]/g,
];

/** @returns the paths of all files of the repository (no dependencies, no data), from its root, sorted. */
export function allFiles(): string[] {
  const walk = (folder: string): string[] =>
    readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      if (notOurs.has(entry.name)) return [];
      const path = join(folder, entry.name);
      return entry.isDirectory() ? walk(path) : [relative(root, path).split(sep).join('/')];
    });
  return walk(root).sort();
}

export function readText(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** @returns the TypeScript files under the given folders with their imports; generated ones are left out. */
export function sourceFiles(folders: readonly string[]): SourceFile[] {
  return allFiles()
    .filter((path) => folders.includes(path.split('/', 1)[0] ?? ''))
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.generated.ts'))
    .map((path) => {
      const text = readText(path);
      return { path, text, imports: parseImports(path, text) };
    });
}

/** @returns every static, dynamic and required import in the text of the file. */
export function parseImports(path: string, text: string): Import[] {
  const code = withoutComments(text);
  const specifiers = importPatterns.flatMap((pattern) => [...code.matchAll(pattern)].map((match) => match[1] ?? ''));
  return [...new Set(specifiers)].map((specifier) => {
    if (specifier.startsWith('.')) return { specifier, file: posix.join(dirname(path), specifier) };
    const parts = specifier.split('/');
    return { specifier, package: specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? specifier) };
  });
}

/** @returns the text with block comments and line comments blanked out (a `//` after a colon is a URL). */
export function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:'"`\\])\/\/.*$/gm, '$1');
}

/**
 * @param edges node → nodes it depends on
 * @returns one cycle as a list of nodes that ends where it begins, or undefined when there is none.
 */
export function findCycle(edges: ReadonlyMap<string, ReadonlySet<string>>): string[] | undefined {
  const done = new Set<string>();
  const visit = (node: string, trail: readonly string[]): string[] | undefined => {
    if (trail.includes(node)) return [...trail.slice(trail.indexOf(node)), node];
    if (done.has(node)) return undefined;
    for (const next of edges.get(node) ?? []) {
      const cycle = visit(next, [...trail, node]);
      if (cycle !== undefined) return cycle;
    }
    done.add(node);
    return undefined;
  };
  for (const node of edges.keys()) {
    const cycle = visit(node, []);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}
