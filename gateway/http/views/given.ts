/** @returns the object without its undefined members: an absent field is left out of a reply, never null. */
export function given<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const result: { [K in keyof T]?: Exclude<T[K], undefined> } = {};
  for (const name in value) {
    const member = value[name];
    if (isGiven(member)) result[name] = member;
  }
  return result;
}

function isGiven<V>(value: V): value is Exclude<V, undefined> {
  return value !== undefined;
}

/** @returns RFC 3339 in UTC; undefined stays undefined. */
export function timeText(epochMs: number | undefined): string | undefined {
  return epochMs === undefined ? undefined : instant(epochMs);
}

let last = { epochMs: Number.NaN, text: '' };

/** @returns RFC 3339 in UTC. Most times of one reply are the same millisecond: the last text is kept. */
export function instant(epochMs: number): string {
  if (epochMs !== last.epochMs) last = { epochMs, text: new Date(epochMs).toISOString() };
  return last.text;
}
