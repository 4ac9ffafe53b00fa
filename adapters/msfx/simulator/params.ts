import { type SimRequest, utf8 } from '../../sim-kit/index.ts';
import { invalidArgument } from './top-error.ts';

export type Params = ReadonlyMap<string, string>;

/** Query string and form body together. Never fails: what cannot be read is missing. */
export function readParams(request: SimRequest): Params {
  const merged = new Map<string, string>(request.url.searchParams);
  if (isForm(request))
    for (const [name, value] of new URLSearchParams(utf8(request.body) ?? '')) merged.set(name, value);
  return merged;
}

/** @throws TopError when a parameter is given twice: which one counts would be anybody's guess. */
export function refuseRepeated(request: SimRequest): void {
  const names = [...request.url.searchParams.keys()];
  if (isForm(request)) names.push(...new URLSearchParams(utf8(request.body) ?? '').keys());
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) throw invalidArgument(repeated, '参数重复');
}

function isForm(request: SimRequest): boolean {
  return (request.headers['content-type'] ?? '').toLowerCase().startsWith('application/x-www-form-urlencoded');
}
