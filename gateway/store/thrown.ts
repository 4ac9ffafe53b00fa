// Structural, not `instanceof`: drivers may throw errors of another realm (worker, vm context).

/** @returns the message of whatever was thrown. */
export function messageOf(thrown: unknown): string {
  const message = fieldOf(thrown, 'message');
  return typeof message === 'string' ? message : String(thrown);
}

/** @returns a field of whatever was thrown, undefined when it has none of that name. */
export function fieldOf(thrown: unknown, name: string): unknown {
  return typeof thrown === 'object' && thrown !== null ? Reflect.get(thrown, name) : undefined;
}
