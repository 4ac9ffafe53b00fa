import type {
  CatalogueProblem,
  Origin,
  ParsedItem,
  StoredRelation,
  StoredStatement,
} from '../../mappings/catalogue/index.ts';
import { createFileCheck, rowKey, UnreadableFileError } from '../../mappings/catalogue/index.ts';
import type { CatalogueStore, ImportConflict, ImportCount, ImportReport } from './contract.ts';

export interface ImportJob {
  /** Given: importing the same content twice, even at once from two nodes, is one import. */
  readonly id?: string;
  /** Reads the file from its beginning; called once per pass. @param count told of bytes as they are read */
  items(count: (bytes: number) => void): AsyncIterable<ParsedItem>;
  readonly format: string;
  readonly origin: Origin;
  /** File name or request, for the record. */
  readonly source: string;
  readonly hash?: string;
  readonly actor: string;
  /** Of relations: who reports them; '' for the whole hub. */
  readonly tenant: string;
  /** Only says what would become of the file. */
  readonly dryRun: boolean;
  /** Takes the sound lines of a file with mistakes. Without it, a file with a mistake changes nothing. */
  readonly skipErrors: boolean;
  /** The file is all that its origin says: what it no longer says is withdrawn. */
  readonly replace: boolean;
  onProgress?(done: ImportProgress): void;
}

export interface ImportProgress {
  readonly pass: 'check' | 'write';
  readonly items: number;
  readonly bytes: number;
}

export interface ImportDeps {
  readonly store: CatalogueStore;
  readonly clock: () => number;
  readonly newId: () => string;
}

/** Keeps one transaction at some ten milliseconds, so that accepting events is not held up. */
const batchSize = 1_000;
/** Bounds what a hopeless file costs in memory and reply. */
export const maxListed = 1_000;

/**
 * Streams a file into the catalogue, in constant memory. A file with a mistake changes nothing, unless `skipErrors` takes its sound lines:
 * the file is read twice, first to check it. Batches are committed one by one: an import that dies leaves whole batches, and
 * importing the file again completes it.
 * @throws StoreError; whatever opening the file throws.
 */
export async function importFile(job: ImportJob, { store, clock, newId }: ImportDeps): Promise<ImportReport> {
  const id = job.id ?? newId();
  const startedAt = clock();
  const report = createReport(id);
  if (!job.skipErrors) {
    const check = createFileCheck();
    await eachItem(job, 'check', (item) => report.refuses(item, check)).catch(unreadable(report));
    if (report.failed()) return report.done('refused');
  }

  let batch: Exclude<ParsedItem, { type: 'problem' }>[] = [];
  const flush = async () => {
    const items = batch;
    batch = [];
    await writeProducts(items);
    await writeRelations(items);
  };
  const writeProducts = async (items: typeof batch) => {
    const lines: number[] = [];
    const statements = items.flatMap((item): StoredStatement[] => {
      if (item.type !== 'product') return [];
      lines.push(item.line);
      return [{ ...item.row, id: newId(), importId: id, origin: job.origin, recordedAt: startedAt, disputed: false }];
    });
    if (statements.length === 0) return;
    const options = { now: startedAt, dryRun: job.dryRun, confirm: job.replace };
    const outcomes = await store.putProducts(statements, options);
    outcomes.forEach(({ type, disputes }, index) => {
      const [line = 0, statement] = [lines[index], statements[index]];
      report.count(type);
      if (type === 'repeated') report.problem({ line, message: repeatedMessage });
      if (disputes.length > 0 && statement !== undefined) {
        report.conflict({ line, key: rowKey(statement), differences: disputes });
      }
    });
  };
  const writeRelations = async (items: typeof batch) => {
    const lines: number[] = [];
    const relations = items.flatMap((item): StoredRelation[] => {
      if (item.type !== 'relation') return [];
      lines.push(item.line);
      const { origin, tenant } = job;
      return [{ ...item.relation, origin, tenant, importId: id, recordedAt: startedAt, disputed: false }];
    });
    if (relations.length === 0) return;
    const outcomes = await store.putRelations(relations, { now: startedAt, dryRun: job.dryRun });
    outcomes.forEach(({ type, disputes }, index) => {
      const [line = 0, relation] = [lines[index], relations[index]];
      report.count(type);
      if (type === 'repeated') report.problem({ line, message: repeatedMessage });
      if (disputes.length === 0 || relation === undefined) return;
      report.conflict({
        line,
        key: `code ${relation.code}`,
        differences: disputes.map(({ parent, origin }) => ({
          field: 'parent',
          ours: relation.parent ?? '',
          theirs: parent,
          origin,
        })),
      });
    });
  };

  const check = job.skipErrors ? createFileCheck() : undefined;
  await eachItem(job, 'write', (item) => {
    if (report.refuses(item, check)) return;
    batch.push(item);
    if (batch.length >= batchSize) return flush();
  }).catch(unreadable(report));
  await flush();
  if (job.dryRun) return report.done('checked');
  if (job.replace) report.count('withdrawn', await store.retireProducts(job.origin, id, startedAt));
  const done = report.done('imported');
  await store.putImport({
    id,
    origin: job.origin,
    format: job.format,
    source: job.source,
    ...(job.hash === undefined ? {} : { hash: job.hash }),
    actor: job.actor,
    startedAt,
    endedAt: clock(),
    counts: done.counts,
  });
  return done;
}

/** Only of files with more keys than the check remembers. */
const repeatedMessage = 'says something else of the same key and day than an earlier line of this file';

async function eachItem(
  { items, onProgress }: ImportJob,
  pass: ImportProgress['pass'],
  take: (item: ParsedItem) => unknown,
): Promise<void> {
  let [bytes, read] = [0, 0];
  const count = (more: number) => {
    bytes += more;
  };
  for await (const item of items(count)) {
    read += 1;
    const taken = take(item);
    if (taken instanceof Promise) await taken;
    if (read % batchSize === 0) onProgress?.({ pass, items: read, bytes });
  }
  onProgress?.({ pass, items: read, bytes });
}

function unreadable(report: ReturnType<typeof createReport>): (error: unknown) => void {
  return (error) => {
    if (!(error instanceof UnreadableFileError)) throw error;
    report.problem({ message: error.message, ...(error.line === undefined ? {} : { line: error.line }) });
  };
}

function createReport(id: string) {
  const counts = { added: 0, changed: 0, unchanged: 0, repeated: 0, disputed: 0, withdrawn: 0, problems: 0 };
  const problems: CatalogueProblem[] = [];
  const conflicts: ImportConflict[] = [];
  function problem(found: CatalogueProblem): void {
    counts.problems += 1;
    if (problems.length < maxListed) problems.push(found);
  }
  return {
    count(type: ImportCount, by = 1) {
      counts[type] += by;
    },
    problem,
    /** Takes note of a mistake, in itself or against the lines before. @returns whether there is one */
    refuses(
      item: ParsedItem,
      check: ReturnType<typeof createFileCheck> | undefined,
    ): item is Extract<ParsedItem, { type: 'problem' }> {
      if (item.type === 'problem') {
        problem(item.problem);
        return true;
      }
      const found = check?.(item);
      if (found === undefined) return false;
      const { repeats, ...told } = found;
      if (repeats) counts.repeated += 1;
      problem({ line: item.line, ...told });
      return true;
    },
    conflict(conflict: ImportConflict) {
      counts.disputed += 1;
      if (conflicts.length < maxListed) conflicts.push(conflict);
    },
    failed: () => counts.problems > 0,
    done: (result: ImportReport['result']): ImportReport => ({ id, result, counts, problems, conflicts }),
  };
}
