type Values = Readonly<Record<string, unknown>>;

/**
 * Reads a text setting. Settings are checked against the adapter's schema at boot, so a miss here is a defect of the
 * caller, not input of a user.
 * @throws TypeError naming the setting, never its value.
 */
export function textSetting(settings: Values, name: string, fallback?: string): string {
  const value = settings[name] ?? fallback;
  if (typeof value !== 'string') throw new TypeError(`setting ${name} must be text`);
  return value;
}

/** As textSetting, for one of the given words. */
export function choiceSetting<T extends string>(settings: Values, name: string, choices: readonly T[], fallback: T): T {
  const text = textSetting(settings, name, fallback);
  const found = choices.find((choice) => choice === text);
  if (found === undefined) throw new TypeError(`setting ${name} must be one of ${choices.join(', ')}`);
  return found;
}

/** As textSetting, for a finite number. */
export function numberSetting(settings: Values, name: string, fallback: number): number {
  const value = settings[name] ?? fallback;
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new TypeError(`setting ${name} must be a number`);
  return value;
}
