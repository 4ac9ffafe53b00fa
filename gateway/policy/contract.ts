import type { Product } from '../../mappings/model/index.ts';

/** 无码库: stock bought without a trace code (医保发〔2025〕7号). Quantities are whole millionths of the stock's unit. */
export interface StockRow extends NewStock {
  /** Corrections by people so far. */
  readonly adjusted: number;
  /** Sold less what came back. */
  readonly taken: number;
}

export interface NewStock {
  /** UUIDv7 */
  readonly id: string;
  readonly tenant: string;
  readonly institution: string;
  readonly purchaseDocument: string;
  readonly product: Product;
  readonly lot: string;
  /** As registered. */
  readonly quantity: number;
  readonly unit?: string;
  readonly expiresOn?: string;
  readonly purchasedOn?: string;
  /** epoch ms */
  readonly registeredAt: number;
  readonly registeredBy: string;
}

/** What a line of an event takes from the 无码库 or gives back to it. */
export interface StockClaim {
  readonly line: number;
  readonly takes: boolean;
  readonly localCode: string;
  /** Absent: any lot, the one registered first. */
  readonly lot?: string;
  readonly unit?: string;
  /** Above 0. */
  readonly quantity: number;
}

/** How the 无码库 serves the claims of one event. */
export interface StockCover {
  /** Lines that it does not cover, ascending. */
  readonly short: readonly number[];
  /** Of lines of which every row that serves them is dated: the latest purchase among them (yyyy-MM-dd); by line, ascending. */
  readonly bought: ReadonlyArray<{ readonly line: number; readonly on: string }>;
}

export const movementKinds = ['sold', 'returned', 'voided', 'adjusted'] as const;
/** `voided`: the event was abandoned or taken back, so what it had moved moves back. */
export type MovementKind = (typeof movementKinds)[number];

/** One change of a row's remaining quantity; they are added, never altered. */
export interface StockMovement {
  readonly kind: MovementKind;
  /** What is added to the remaining quantity. */
  readonly change: number;
  readonly at: number;
  /** Of the event, or of the correction. */
  readonly documentNo: string;
  readonly event?: { readonly id: string; readonly line: number };
  readonly reason?: string;
  readonly actor?: string;
}

export interface StockQuery {
  /** Undefined: operators see all tenants, here as in the other reads. */
  readonly tenant: string | undefined;
  readonly institution?: string;
  readonly localCode?: string;
  readonly nhsaCode?: string;
  readonly lot?: string;
  readonly purchaseDocument?: string;
  /** Only rows with something left. */
  readonly open: boolean;
  readonly cursor?: string;
  readonly limit: number;
}

export interface StockPage<T> {
  readonly items: readonly T[];
  readonly cursor?: string;
}

export interface Adjustment {
  readonly tenant: string | undefined;
  readonly id: string;
  /** One correction per number and row. */
  readonly documentNo: string;
  readonly change: number;
  readonly reason: string;
  readonly actor: string;
  readonly at: number;
}

/** `conflict`: the number was used for another change. `below-zero`: less would remain than nothing. Both change nothing. */
export type Adjusted = 'adjusted' | 'repeated' | 'conflict' | 'below-zero';

export interface Registered {
  readonly created: boolean;
  readonly row: StockRow;
}

/** One product and lot of an institution, over all purchases. */
export interface StockTotal extends Pick<StockRow, 'product' | 'lot' | 'unit' | 'quantity' | 'adjusted' | 'taken'> {
  readonly purchases: number;
}

/** 虚拟追溯码: a one-off code that the region's platform gave for a pack of this stock. */
export interface VirtualCode {
  /** The till's own name of the pack. */
  readonly reference: string;
  readonly code: string;
  readonly link: string;
  readonly at: number;
  readonly actor: string;
}

/**
 * The 无码库's part of the store. What events take and give is written by Store.accept, endWait and settle, in their transactions.
 * A promise resolves after the change is durable; failures reject with StoreError.
 */
export interface UncodedStockStore {
  /**
   * All or nothing. A row of the same institution, purchase document, product and lot stays as it is and is given back; only a purchase day
   * that it lacks is added, where the rest is the same.
   */
  register(rows: readonly NewStock[]): Promise<readonly Registered[]>;
  get(tenant: string | undefined, id: string): Promise<StockRow | undefined>;
  /** Newest first. @throws CursorError */
  find(query: StockQuery): Promise<StockPage<StockRow>>;
  /** Newest first. @throws CursorError */
  movements(
    tenant: string | undefined,
    id: string,
    page: { readonly limit: number; readonly cursor?: string },
  ): Promise<StockPage<StockMovement>>;
  /** @returns undefined when there is no such row. */
  adjust(adjustment: Adjustment): Promise<Adjusted | undefined>;
  /** By product and lot, at most `limit`. */
  totals(tenant: string | undefined, institution: string, limit: number): Promise<readonly StockTotal[]>;
  /** As it stands. */
  cover(tenant: string, institution: string, claims: readonly StockClaim[]): Promise<StockCover>;
  /** The first code of a reference stays. @returns the code that is kept. */
  keepCode(row: Pick<StockRow, 'id' | 'institution'>, code: VirtualCode): Promise<VirtualCode>;
  /** In the order of asking. */
  codes(id: string): Promise<readonly VirtualCode[]>;
}
