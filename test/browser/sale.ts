import { makeDay } from '../demo/make-day.ts';

/** A sale that all three platforms of the sandbox hear of: the prefix is the manufacturer's (docs/guides/sandbox.md). */
const sharedPrefix = '8123456';
const template = makeDay()
  .map(({ event }) => event)
  .find(({ lines }) => lines.some(({ codes }) => String(codes?.[0]).startsWith(sharedPrefix)));
let serial = 0;

/** @returns a sale of one box with a code of its own. */
export function saleOf(documentNo: string): { readonly event: object; readonly code: string } {
  const line = template?.lines.find(({ codes }) => String(codes?.[0]).startsWith(sharedPrefix));
  if (template === undefined || line === undefined) throw new Error('the day has no such sale');
  serial += 1;
  const code = `${sharedPrefix}${String(800_000_000 + serial)}0001`;
  return { event: { ...template, documentNo, lines: [{ ...line, quantity: '1', codes: [code] }] }, code };
}
