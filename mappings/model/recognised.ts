import type { EventLine, ScannedCode, TraceEvent } from './event.generated.ts';

/** What a scanned code was recognised as; `opaque` is kept as it is (a manufacturer's own code). */
export const codeKinds = ['drug-trace', 'gs1', 'sscc', 'hibc', 'iccbba', 'ma', 'ahm', 'ifa', 'opaque'] as const;
export type CodeKind = (typeof codeKinds)[number];

/**
 * What a code names that is no single pack: a batch, a product, production data without a product (the second of two labels), what a larger
 * pack contains and how many, an institution, a web page, some other thing (an asset, a place, a coupon), or elements of which nothing shows a serial.
 */
export type OtherThanPack =
  | 'batch'
  | 'product'
  | 'production'
  | 'content'
  | 'institution'
  | 'page'
  | 'other'
  | 'unclear';

/** One trace code after recognition (domain paper "code formats" §4). */
export interface RecognisedCode {
  readonly kind: CodeKind;
  /** Byte for byte as scanned. */
  readonly raw: string;
  /**
   * Normal form; two scans of one pack give the same. drug-trace: the 20 digits; GS1: `(01)gtin14(21)serial`, and so the other issuers: product
   * and serial in their own notation; opaque: raw, cleaned.
   */
  readonly value: string;
  readonly packLevel?: 'small' | 'middle' | 'large';
  /** Normal form of the next larger pack's code (上级码), as the tenant gave it. */
  readonly parent?: string;
  /** First 7 digits of a drug trace code (药品标识码). */
  readonly prefix?: string;
  /** GTIN-14 of a GS1 code. */
  readonly gtin?: string;
  readonly serial?: string;
  readonly lot?: string;
  /** yyyy-MM-dd */
  readonly expiresOn?: string;
  /** Present when it names no single pack: it may stand in a document several times, and is no movement of a pack. */
  readonly identifies?: OtherThanPack;
  /** Normal forms of the smallest packs inside, where a link of this hub asks for them and the catalogue knows them all. */
  readonly contents?: readonly string[];
  readonly warnings?: readonly string[];
}

/** A line of the event together with its recognised codes, in the order scanned. */
export interface RecognisedLine extends Omit<EventLine, 'codes'> {
  readonly codes: readonly RecognisedCode[];
  /** How many of the line's `unit` the catalogue says a full smallest pack holds: 24 of 粒, 1 of 盒. */
  readonly packContent?: string;
}

/** The event as intake stores it and as every profile sees it: the tenant's event with its codes recognised. */
export interface RecognisedEvent extends Omit<TraceEvent, 'lines'> {
  readonly lines: readonly RecognisedLine[];
}

/** @returns the text of a code as the tenant sent it, whichever of the two forms was used. */
export function codeText(code: ScannedCode): string {
  return typeof code === 'string' ? code : code.value;
}
