/** Collects `where` conditions and their values; the text `?` in a condition becomes the value's parameter. */
export interface Conditions {
  /** Does nothing when `value` is undefined. */
  add(condition: string, value: unknown): void;
  /** @returns the parameter (`$n`) of a further value. */
  value(value: unknown): string;
  readonly values: readonly unknown[];
  /** `where …`, or nothing. */
  where(): string;
}

export function conditions(): Conditions {
  const texts: string[] = [];
  const values: unknown[] = [];
  const parameter = (value: unknown) => `$${values.push(value)}`;
  return {
    add(condition, value) {
      if (value !== undefined) texts.push(condition.replaceAll('?', parameter(value)));
    },
    value: parameter,
    values,
    where: () => (texts.length === 0 ? '' : `where ${texts.join(' and ')}`),
  };
}
