import type { RecognisedCode } from '../../mappings/model/index.ts';
import { RequestError } from '../contract/index.ts';
import { firstRepeated } from './bill.ts';

/** A code of a relation file: `layer` 1 is the smallest pack (packLayer). */
export interface PackedCode {
  readonly code: string;
  readonly layer: number;
  readonly parent?: string;
}

/** The packs of one product and batch, each parent before its children. */
export interface PackTree {
  readonly codes: readonly PackedCode[];
  /** 级联关系, e.g. `1:5:2500`: packs of each layer in one largest pack; undefined where the largest packs differ. */
  readonly cascade?: string;
}

const LAYER_NAMES = ['small', 'middle', 'large'] as const;
/** The platform's cascades have three layers (1:5:2500); a few more cost nothing, a chain of thousands would fill the stack. */
const MOST_LAYERS = 8;

/**
 * Reads the aggregation off the codes' parents (上级码).
 * @throws RequestError when a code stands twice, a parent is not among the codes, packs lie in one another, layers are skipped or
 * contradict the stated pack level, more than MOST_LAYERS lie in one another, or nothing is packed at all.
 */
export function packTree(codes: readonly RecognisedCode[]): PackTree {
  const repeated = firstRepeated(codes.map(({ value }) => value));
  if (repeated !== undefined) throw new RequestError('CODE_REPEATED', `code ${repeated} stands twice in the document`);
  const children = childrenOf(codes);
  const tops = codes.filter(({ parent }) => parent === undefined);
  const placed = tops.flatMap((top) => descend(top, children, 1));
  if (placed.length < codes.length) throw new RequestError('PACK_CYCLE', 'some packs lie in one another');
  if (children.size === 0)
    throw new RequestError('PACK_EMPTY', 'lines[0].codes name no pack that they lie in (code.parent)');
  const top = deepest(placed);
  for (const { node, layer } of placed) assertLevel(node, layer, top);
  const cascade = commonCascade(tops, children);
  return { codes: placed.map(packed), ...(cascade === undefined ? {} : { cascade }) };
}

interface Placed {
  readonly node: RecognisedCode;
  readonly layer: number;
}

function childrenOf(codes: readonly RecognisedCode[]): ReadonlyMap<string, readonly RecognisedCode[]> {
  const known = new Set(codes.map(({ value }) => value));
  const children = new Map<string, RecognisedCode[]>();
  for (const code of codes) {
    if (code.parent === undefined) continue;
    if (!known.has(code.parent))
      throw new RequestError('PACK_PARENT_MISSING', `code ${code.value} lies in ${code.parent}, which the line lacks`);
    const siblings = children.get(code.parent) ?? [];
    children.set(code.parent, siblings);
    siblings.push(code);
  }
  return children;
}

/**
 * A pack and everything in it, the pack first.
 * @param depth 1 for a pack that lies in no other
 * @throws RequestError for a pack whose contents are of different layers, or that lies too deep.
 */
function descend(
  node: RecognisedCode,
  children: ReadonlyMap<string, readonly RecognisedCode[]>,
  depth: number,
): readonly Placed[] {
  if (depth > MOST_LAYERS)
    throw new RequestError('PACK_TOO_DEEP', `code ${node.value} lies below ${MOST_LAYERS} layers of packs`);
  const inner = (children.get(node.value) ?? []).map((child) => descend(child, children, depth + 1));
  const layers = new Set(inner.map(([first]) => first?.layer ?? 0));
  if (layers.size > 1)
    throw new RequestError('PACK_LAYERS_MIXED', `pack ${node.value} holds packs of different layers side by side`);
  const [below = 0] = layers;
  return [{ node, layer: below + 1 }, ...inner.flat()];
}

/** With two layers the outer one may be called middle or large. */
function assertLevel({ value, packLevel }: RecognisedCode, layer: number, top: number): void {
  if (packLevel === undefined) return;
  const stated = LAYER_NAMES.indexOf(packLevel) + 1;
  const isOuter = layer === top && layer > 1 && stated > 1;
  if (stated === layer || isOuter) return;
  throw new RequestError(
    'PACK_LEVEL_WRONG',
    `code ${value} is called ${packLevel}, but its contents make it layer ${layer}`,
  );
}

function deepest(placed: readonly Placed[]): number {
  return placed.reduce((most, { layer }) => Math.max(most, layer), 1);
}

function commonCascade(
  tops: readonly RecognisedCode[],
  children: ReadonlyMap<string, readonly RecognisedCode[]>,
): string | undefined {
  const cascades = new Set(tops.map((top) => layerCounts([top], children).join(':')));
  const [only] = cascades;
  return cascades.size === 1 ? only : undefined;
}

/** How many packs there are of each layer, the given ones first. */
function layerCounts(
  packs: readonly RecognisedCode[],
  children: ReadonlyMap<string, readonly RecognisedCode[]>,
): readonly number[] {
  const inner = packs.flatMap(({ value }) => children.get(value) ?? []);
  return inner.length === 0 ? [packs.length] : [packs.length, ...layerCounts(inner, children)];
}

function packed({ node, layer }: Placed): PackedCode {
  return { code: node.value, layer, ...(node.parent === undefined ? {} : { parent: node.parent }) };
}
