/** UUIDv7 (RFC 9562 §5.7), lower or upper case. */
const uuidv7 = /^([0-9a-f]{8})-([0-9a-f]{4})-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

/**
 * Partition key of an id (architecture §8: the id alone finds its partition).
 * @returns the UTC day of the UUIDv7 as the integer yyyymmdd, or undefined when the text is no UUIDv7.
 */
export function dayOfId(id: string): number | undefined {
  const match = uuidv7.exec(id);
  if (match === null) return undefined;
  return dayOf(Number.parseInt(`${match[1]}${match[2]}`, 16));
}

/** @returns the partition key of an id that we made ourselves. @throws RangeError when it is no UUIDv7. */
export function requireDay(id: string): number {
  const day = dayOfId(id);
  if (day === undefined) throw new RangeError(`not a UUIDv7: ${id.slice(0, 40)}`);
  return day;
}

/** @returns the UTC day of `epochMs` as the integer yyyymmdd. */
export function dayOf(epochMs: number): number {
  const date = new Date(epochMs);
  return date.getUTCFullYear() * 10_000 + (date.getUTCMonth() + 1) * 100 + date.getUTCDate();
}
