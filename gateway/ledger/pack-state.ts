import type { Movement } from './contract.ts';
import { isDestruction, isDispatch, isPurchase, isReceipt, isReturn, isSale } from './movement.ts';

/** What is known of a pack at one moment: who has it, whether it was sold, whether it is ended. The one place that says so. */
export interface PackState {
  /** Its last receipt, unless it left since: that institution has it. */
  readonly holder?: Movement;
  /** Institutions that received it and neither passed it on nor saw it sold since: two where a dispatch was not reported. */
  readonly mayHave: readonly string[];
  /** Institutions that ever received it. */
  readonly receivers: readonly string[];
  /** Its last dispatch, unless that institution received it since. Who sent it before may have got it back on its way. */
  readonly gone?: Movement;
  /** Sales of the whole pack that no return undid. */
  readonly sales: readonly Movement[];
  /** Sales of a pack around it that neither that pack's return nor this one's undid. */
  readonly outerSales: readonly Movement[];
  /** Split sales (拆零) that no return undid. */
  readonly pieces: readonly Movement[];
  /** The latest split sale: pieces that come back do not make it whole. */
  readonly opened?: Movement;
  /** Who received it last after it was opened, otherwise than by buying it: those earlier split sales do not speak against further ones there. */
  readonly passedOn?: { readonly to: string; readonly pieces: readonly Movement[] };
  /** 销毁, 报废 */
  readonly destructions: readonly Movement[];
  /** 召回, by whatever document says so */
  readonly recalls: readonly Movement[];
  /** Recalls of a pack around it after it went its own way: it may be of what is recalled, which a person must see. */
  readonly doubtfulRecalls: readonly Movement[];
  /** Bought by an institution while its sale stood (回流药). */
  readonly boughtBack?: Movement;
}

/** A movement as it concerns one pack. */
export interface PackMove {
  readonly movement: Movement;
  /** Of the pack's own code; otherwise of a pack around it. */
  readonly own: boolean;
  /**
   * Of a pack around it after this one went its own way: whether it still lay there is not known. sold: it was last at a patient's
   * counter; sent: it was sent off, or its stock was.
   */
  readonly doubt?: 'sold' | 'sent';
}

export const unknownPack: PackState = {
  mayHave: [],
  receivers: [],
  sales: [],
  outerSales: [],
  pieces: [],
  destructions: [],
  recalls: [],
  doubtfulRecalls: [],
};

/** @returns what is known after the movement. Pure. */
export function stateAfter(before: PackState, move: PackMove): PackState {
  const { movement, own, doubt } = move;
  const isRecall = movement.facts.reason === 'recall';
  if (doubt !== undefined) {
    const doubted = isRecall ? { ...before, doubtfulRecalls: [...before.doubtfulRecalls, movement] } : before;
    return afterDoubtful(doubted, movement, doubt);
  }
  const { institution } = movement;
  const state: PackState = isRecall ? { ...before, recalls: [...before.recalls, movement] } : before;
  if (isSale(movement)) return afterSale(state, movement, own);
  if (isReturn(movement)) return afterReturn(state, movement, own);
  if (isReceipt(movement)) {
    return {
      ...backAt(state, institution),
      holder: movement,
      mayHave: [...without(state.mayHave, institution), institution],
      receivers: [...without(state.receivers, institution), institution],
      ...passedOnBy(state, movement),
      ...(isBuyingBack(before, move) ? { boughtBack: movement } : {}),
    };
  }
  return isDispatch(movement) ? afterDispatch(state, movement) : state;
}

/**
 * Bought while a sale stands. Not where the seller itself books its first receipt after the sale: goods are often sold before their
 * purchase is entered.
 */
export function isBuyingBack({ sales, outerSales, receivers }: PackState, { movement, own }: PackMove): boolean {
  const sale = sales.at(-1) ?? outerSales.at(-1);
  if (!own || sale === undefined || !isPurchase(movement)) return false;
  return sale.institution !== movement.institution || receivers.includes(movement.institution);
}

/** An opened pack may go to another shop of its chain; nobody may buy one (GSP: only whole packs are supplied). */
function passedOnBy({ opened, pieces }: PackState, movement: Movement): Pick<PackState, 'passedOn'> {
  if (opened === undefined || isPurchase(movement)) return {};
  return { passedOn: { to: movement.institution, pieces: [opened, ...pieces] } };
}

/** @returns whether the institution may sell further pieces after this split sale: its own, or before it received the pack. */
export function isPieceBefore({ passedOn }: PackState, sale: Movement, institution: string): boolean {
  if (sale.facts.split !== true) return false;
  return sale.institution === institution || (passedOn?.to === institution && passedOn.pieces.includes(sale));
}

function afterDispatch({ holder, ...state }: PackState, movement: Movement): PackState {
  const { institution } = movement;
  return {
    ...state,
    ...(holder === undefined || holder.institution === institution ? {} : { holder }),
    ...(isDestruction(movement) ? { destructions: [...state.destructions, movement] } : {}),
    mayHave: without(state.mayHave, institution),
    gone: movement,
  };
}

/** @returns the state without the institution's own dispatch. */
function backAt(state: PackState, institution: string): PackState {
  const { gone, ...rest } = state;
  return gone?.institution === institution ? rest : state;
}

/** A patient has it: nobody holds it, and no earlier dispatch tells anything. */
function afterSale(before: PackState, movement: Movement, own: boolean): PackState {
  // Of a larger pack sold in part, which of the packs in it went is not said.
  if (movement.facts.split && !own) return before;
  const { holder: _, gone: __, ...state } = before;
  const sold = { ...state, mayHave: [] };
  if (movement.facts.split) return { ...sold, pieces: [...state.pieces, movement], opened: movement };
  return own
    ? { ...sold, sales: [...state.sales, movement] }
    : { ...sold, outerSales: [...state.outerSales, movement] };
}

/** Undoes the latest sale; one that comes back out of a larger pack sold whole undoes that sale for itself. */
function afterReturn(state: PackState, movement: Movement, own: boolean): PackState {
  if (movement.facts.split) return own ? { ...state, pieces: state.pieces.slice(0, -1) } : state;
  const { institution } = movement;
  const { boughtBack, opened, ...rest } = backAt(state, institution);
  const inStock = { ...rest, holder: movement, mayHave: [institution] };
  const stillOpened = opened === undefined ? {} : { opened };
  if (!own) return { ...inStock, ...stillOpened, outerSales: state.outerSales.slice(0, -1) };
  if (state.sales.length > 0) return { ...inStock, ...stillOpened, sales: state.sales.slice(0, -1) };
  if (state.outerSales.length > 0) return { ...inStock, ...stillOpened, outerSales: state.outerSales.slice(0, -1) };
  // Pieces brought back, by a document that does not call them so.
  return { ...inStock, ...stillOpened, pieces: state.pieces.slice(0, -1) };
}

/** It may acquit and never accuses: who sent the larger pack off may have sent this one with it, who received it may have both. */
function afterDoubtful(state: PackState, movement: Movement, doubt: 'sold' | 'sent'): PackState {
  if (movement.facts.split) return state;
  // Sold by itself, and then with the larger pack as a whole.
  if (isSale(movement) && doubt === 'sold' && state.sales.length > 0)
    return { ...state, outerSales: [...state.outerSales, movement] };
  if (isReturn(movement)) return { ...state, outerSales: state.outerSales.slice(0, -1) };
  const { institution } = movement;
  if (isReceipt(movement))
    return {
      ...backAt(state, institution),
      mayHave: [...without(state.mayHave, institution), institution],
      ...passedOnBy(state, movement),
    };
  if (!isDispatch(movement)) return state;
  const { holder, gone, ...rest } = state;
  return {
    ...rest,
    ...(holder === undefined || holder.institution === institution ? {} : { holder }),
    ...(gone?.institution === institution ? { gone } : {}),
  };
}

function without(institutions: readonly string[], institution: string): string[] {
  return institutions.filter((one) => one !== institution);
}

/** @returns whether another institution has it and this one can't have it as well. */
export function isElsewhere({ holder, mayHave }: PackState, institution: string): boolean {
  return holder !== undefined && holder.institution !== institution && !mayHave.includes(institution);
}
