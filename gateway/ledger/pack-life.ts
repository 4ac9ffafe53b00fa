import { maxPackLevels } from '../../mappings/catalogue/index.ts';
import { byCode } from './by-code.ts';
import { type Movement, type PackRecords, patientKinds } from './contract.ts';
import { type LiesIn, lyings } from './lies-in.ts';
import { isDispatch, isReceipt } from './movement.ts';
import { type PackMove, type PackState, stateAfter, unknownPack } from './pack-state.ts';

/** One pack's movements and those of the packs it lay in, merged into one history. */
export interface PackLife {
  readonly code: string;
  /** Of its own code, in force, by time. */
  readonly movements: readonly Movement[];
  /** All that surely concern it, by time. */
  readonly steps: readonly Step[];
  /** After all of them. */
  readonly now: PackState;
  /** The packs that it lies in now, the nearest first. */
  readonly around: readonly string[];
}

/** A movement, and what was known of the pack before it. */
export interface Step extends Omit<PackMove, 'doubt'> {
  readonly before: PackState;
}

/** @returns several answers as one: what several tell of one larger pack stands in it once. */
export function mergeRecords(pieces: readonly PackRecords[]): PackRecords {
  const known = { movements: new Set<string>(), relations: new Set<string>() };
  return {
    movements: pieces.flatMap(({ movements }) => unknownOf(movements, known.movements)),
    relations: pieces.flatMap(({ relations }) => unknownOf(relations, known.relations)),
  };
}

/** @returns what is of codes not known before, which then are. */
function unknownOf<T extends { readonly code: string }>(records: readonly T[], known: Set<string>): readonly T[] {
  const fresh = records.filter(({ code }) => !known.has(code));
  for (const { code } of fresh) known.add(code);
  return fresh;
}

/** @param records of the packs that will be asked about, with those around them. @returns each pack's life */
export function createLives({ movements, relations }: PackRecords): (code: string) => PackLife {
  const own = byCode(movements);
  const around = lyings(relations);

  /** @param path the packs that led here, from the smallest: sources together may say that packs lie in each other, none lies in itself. */
  function outside(code: string, path: readonly string[]): readonly LiesIn[] {
    if (path.length >= maxPackLevels) return [];
    return (around.get(code) ?? []).filter(({ parent }) => parent !== code && !path.includes(parent));
  }

  function movesOf(code: string, path: readonly string[]): readonly PackMove[] {
    const ownMoves = own.get(code) ?? [];
    const outer = outside(code, path);
    const moves = ownMoves.map((movement): PackMove => ({ movement, own: true }));
    if (outer.length === 0) return moves;
    const inherited = new Map<Movement, PackMove>();
    for (const lying of outer) {
      for (const { movement, doubt } of movesOf(lying.parent, [...path, code])) {
        if (movement.occurredAt < lying.from || lying.until <= movement.occurredAt) continue;
        inherited.set(movement, inherit(movement, doubt ?? doubtOf(movement, ownMoves, lying)));
      }
    }
    return [...moves, ...inherited.values()].sort(byTime);
  }

  function aroundNow(code: string, path: readonly string[]): readonly string[] {
    const parents = outside(code, path).filter(({ until }) => until === Number.POSITIVE_INFINITY);
    return parents.flatMap(({ parent }) => [parent, ...aroundNow(parent, [...path, code])]);
  }

  return (code) => {
    const steps: Step[] = [];
    let now = unknownPack;
    let loose = false;
    for (const given of movesOf(code, [])) {
      loose ||= isApart(now, given);
      const move = loose && !given.own ? inherit(given.movement, given.doubt ?? 'sent') : given;
      if (move.doubt === undefined) steps.push({ movement: move.movement, own: move.own, before: now });
      now = stateAfter(now, move);
    }
    return { code, movements: own.get(code) ?? [], steps, now, around: aroundNow(code, []) };
  };
}

function inherit(movement: Movement, doubt: PackMove['doubt']): PackMove {
  return { movement, own: false, ...(doubt === undefined ? {} : { doubt }) };
}

/** @returns how the pack went its own way before a movement of the pack around it; undefined: it did not */
function doubtOf({ occurredAt }: Movement, own: readonly Movement[], { from }: LiesIn): PackMove['doubt'] {
  const apart = own.filter((one) => from <= one.occurredAt && one.occurredAt <= occurredAt);
  if (apart.some(isDispatch)) return 'sent';
  return apart.some(({ kind }) => patientKinds.has(kind)) ? 'sold' : undefined;
}

/**
 * @returns whether the pack shows that it travels by itself: received while another institution has it, without a dispatch of either code, or
 * received by itself while the larger pack is moved by another institution.
 */
function isApart({ holder }: PackState, { movement, own }: PackMove): boolean {
  if (holder === undefined || holder.institution === movement.institution) return false;
  return own ? isReceipt(movement) : holder.code !== movement.code && !isReceipt(movement);
}

/** What is of the same moment stands in the order of acceptance: event ids ascend. */
function byTime({ movement: left }: PackMove, { movement: right }: PackMove): number {
  if (left.occurredAt !== right.occurredAt) return left.occurredAt - right.occurredAt;
  return left.eventId < right.eventId ? -1 : left.eventId > right.eventId ? 1 : 0;
}
