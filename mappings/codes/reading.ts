import type { OtherThanPack } from '../model/index.ts';
import type { CodeWarning } from './warning.ts';

/** Every kind of text that a scanner in a pharmacy, hospital or warehouse sends. */
export const readingKinds = [
  'drug-trace',
  'gs1',
  'sscc',
  'hibc',
  'iccbba',
  'ma',
  'ahm',
  'ifa',
  'gtin',
  'nmpa-drug-code',
  'nhsa-drug-code',
  'nhsa-consumable-code',
  'approval-number',
  'institution-code',
  'logistics-code',
  'manufacturer-code',
  'opaque',
  'blank',
] as const;
export type ReadingKind = (typeof readingKinds)[number];

/** What a code tells apart: one pack, a logistic unit (one larger pack), something that is no single pack, or who knows. */
export type Identifies = 'pack' | 'shipment' | 'unknown' | OtherThanPack;

/** `certain`: marked as such or proven by a check digit; `likely`: its form has hardly another owner; `possible`: nothing speaks against it. */
export type Confidence = 'certain' | 'likely' | 'possible';

/** What a code carries. Dates yyyy-MM-dd. Absent: not in the code. */
export interface CodeParts {
  /** 药品标识码, first 7 digits of a 20-digit code: one product at one pack level. */
  readonly prefix?: string;
  readonly gtin?: string;
  /** Device or product identifier of the other schemes (UDI-DI, PPN, LIC+PCN …). */
  readonly product?: string;
  /** The eight digits on the pack, of which `gtin` is the full number. */
  readonly upcE?: string;
  readonly serial?: string;
  readonly lot?: string;
  readonly expiresOn?: string;
  readonly producedOn?: string;
  /** 最佳使用期 / sterilisation and the like are left in `elements`. */
  readonly sscc?: string;
  readonly quantity?: string;
  /** Pack level as the code itself says it (GTIN indicator, unit of measure, MA level digit). */
  readonly level?: string;
  /** The rule that the code breaks, in the words of its standard, e.g. `REQUIRES_COMPANION 10`. */
  readonly problem?: string;
  /** 特药: 20-digit codes from 89. */
  readonly special?: boolean;
  /** Every unit of the code as it stands in it, in order: identifier and value. */
  readonly elements?: ReadonlyArray<{ readonly id: string; readonly title?: string; readonly value: string }>;
}

/** One way to read a text. */
export interface Reading {
  readonly kind: ReadingKind;
  /** Normal form: two scans of one code give the same. */
  readonly value: string;
  readonly identifies: Identifies;
  readonly confidence: Confidence;
  readonly parts: CodeParts;
  readonly warnings: readonly CodeWarning[];
}

/** @returns what a code of an issuer's own scheme names, by what it carries. */
export function namedBy({
  product,
  serial,
  lot,
}: {
  readonly [K in 'product' | 'serial' | 'lot']?: string | undefined;
}): Identifies {
  if (product === undefined) return 'production';
  if (serial !== undefined) return 'pack';
  return lot === undefined ? 'product' : 'batch';
}

/** @returns the members that have a value. */
export function present<T extends object>(members: T): { readonly [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(members).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
