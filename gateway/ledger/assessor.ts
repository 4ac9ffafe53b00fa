import type { Logger, Metrics } from '../observe/contract.ts';
import type { Store } from '../store/contract.ts';
import { type EventPacks, findingClasses, type LedgerWork, severities } from './contract.ts';
import { packsInside } from './lies-in.ts';
import { mergeRecords } from './pack-life.ts';
import { assessPack } from './rules/index.ts';
import { packsOf, undonePacks } from './undone.ts';
import { sightsOf } from './weight.ts';

export interface AssessorDeps {
  readonly store: Pick<Store, 'getEvent'> & {
    readonly ledger: Store['ledger'];
    readonly catalogue: Pick<Store['catalogue'], 'relationsOf'>;
  };
  /** Of this process. */
  readonly owner: string;
  readonly clock: { now(): number };
  /** UUIDv7 */
  readonly newId: () => string;
  readonly logger: Logger;
  readonly metrics: Pick<Metrics, 'found'>;
}

/** Turns accepted events into findings, each exactly once, whatever crashes in between. */
export interface Assessor {
  start(): void;
  /** New work is there. */
  wake(): void;
  /** Assesses all there is now. @returns false while another node does it. @throws StoreError */
  catchUp(): Promise<boolean>;
  stop(): Promise<void>;
}

/** A node that dies keeps the others waiting no longer than this. */
const leadMs = 30_000;
/** Gathers the events of a busy moment, so that a hundred cost one look. */
const gatherMs = 50;
/** Looks by itself, for what other nodes accepted. */
const pollMs = 1_000;
const maxEvents = 200;
/** One look at the store: some MiB at most. */
const maxPacks = 10_000;
/** Some 5 ms of the thread that tills wait for. */
const packsAtOnce = 500;

/**
 * Work is written with the event in one transaction and removed with its findings in another: after any crash it is done or still to
 * be done, and doing it again finds the same (rules are pure, findings have one place per code and class). Docs: decision 0130.
 */
export function createAssessor({ store, owner, clock, newId, logger, metrics }: AssessorDeps): Assessor {
  const { ledger, catalogue } = store;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<unknown> | undefined;
  let stopped = true;
  let stopping = false;

  async function catchUp(): Promise<boolean> {
    while (!stopping) {
      const work = await ledger.work(maxEvents);
      if (work.length === 0) return true;
      // Only for work: an idle node writes nothing. What another one has done meanwhile is done again, to the same end.
      const now = clock.now();
      if (!(await ledger.lead(owner, now, now + leadMs))) return false;
      if (!(await assess(firstPacks(work)))) return false;
    }
    return true;
  }

  async function assess(work: readonly LedgerWork[]): Promise<boolean> {
    const accepted = [...new Set(work.flatMap(({ codes }) => codes))];
    const { undone, restored } = await looked(work);
    const changed = [...new Set(undone.flatMap(({ codes }) => codes))];
    const inside = await packsInside([...accepted, ...changed], async (codes) =>
      (await inPieces(codes, (some) => catalogue.relationsOf(some))).flat(),
    );
    const suspects = accepted.length === 0 ? [] : await ledger.suspects(accepted);
    const codes = [...new Set([...suspects, ...changed, ...inside])];
    const { movements, relations } = mergeRecords(await inPieces(codes, (some) => ledger.packs(some)));
    const gone = new Set(undone.flatMap((event) => event.codes.map((code) => `${code}\n${event.eventId}`)));
    const inForce = movements.filter(({ code, eventId }) => !gone.has(`${code}\n${eventId}`));
    const sights = sightsOf({ movements: inForce, relations });
    const packs = codes.map((code) => {
      // One finding per class: what counts for everybody goes before what one tenant alone can see.
      const drafts = sights(code).flatMap(assessPack);
      const found = drafts.filter((draft, at) => drafts.findIndex((one) => one.class === draft.class) === at);
      return { code, found: found.map((draft) => ({ ...draft, id: newId() })) };
    });
    const fresh = await ledger.assess({
      owner,
      now: clock.now(),
      seqs: work.map(({ seq }) => seq),
      undone,
      restored,
      packs,
    });
    if (fresh === undefined) return false;
    for (const finding of fresh) metrics.found(finding.class, finding.severity, 1);
    if (fresh.length > 0) logger.warn('packs look suspicious', { count: fresh.length });
    return true;
  }

  /** Of events whose records changed: of which packs they count, and of which no longer. */
  async function looked(work: readonly LedgerWork[]) {
    const undone: EventPacks[] = [];
    const restored: EventPacks[] = [];
    const changed = work.filter(({ cause }) => cause === 'undone');
    for (const [eventId, { tenant }] of new Map(changed.map((one) => [one.eventId, one]))) {
      const event = await store.getEvent(tenant, eventId);
      if (event === undefined) continue;
      const gone = undonePacks(event);
      const counting = [...packsOf(event)].filter((code) => !gone.has(code));
      if (gone.size > 0) undone.push({ eventId, tenant, codes: [...gone] });
      if (counting.length > 0) restored.push({ eventId, tenant, codes: counting });
    }
    return { undone, restored };
  }

  function runSoon(delayMs: number): void {
    if (stopped || running !== undefined) return;
    clearTimeout(timer);
    timer = setTimeout(run, delayMs);
    timer.unref();
  }

  function run(): void {
    running = catchUp()
      .catch((error: unknown) => {
        // The work stays where it is: the next look finds it.
        logger.error('packs could not be assessed', { detail: error instanceof Error ? error.name : typeof error });
      })
      .finally(() => {
        running = undefined;
        runSoon(pollMs);
      });
  }

  return {
    catchUp,
    start() {
      // A series that begins at its first finding shows no increase to an alert.
      for (const name of findingClasses) for (const severity of severities) metrics.found(name, severity, 0);
      stopped = false;
      stopping = false;
      runSoon(0);
    },
    wake: () => runSoon(gatherMs),
    async stop() {
      stopped = true;
      stopping = true;
      clearTimeout(timer);
      await running;
    },
  };
}

/** Asks piece by piece, so that tills get their answers in between. @returns the answers, in order */
async function inPieces<T>(codes: readonly string[], ask: (some: readonly string[]) => Promise<T>): Promise<T[]> {
  const answers: T[] = [];
  for (let from = 0; from < codes.length; from += packsAtOnce) {
    answers.push(await ask(codes.slice(from, from + packsAtOnce)));
  }
  return answers;
}

/** @returns the first of the work, at least one, that together stays within the bound. */
function firstPacks(work: readonly LedgerWork[]): readonly LedgerWork[] {
  let packs = 0;
  const count = work.findIndex(({ codes }) => {
    packs += codes.length;
    return packs > maxPacks;
  });
  return count === -1 ? work : work.slice(0, Math.max(1, count));
}
