/** Thrown at start for settings a simulator does not know or cannot use. */
export class SimulatorSettingsError extends Error {
  override readonly name = 'SimulatorSettingsError';
}

type Settings = Readonly<Record<string, unknown>>;

/** Reads a simulator's settings by name; what has not been asked for by `done()` is unknown and refused. */
export class SettingsReader {
  readonly #settings: Settings;
  readonly #known = new Set<string>();
  readonly #where: string;

  constructor(settings: Settings, where: string) {
    this.#settings = settings;
    this.#where = where;
  }

  /** A whole number of at least `least`. */
  count(name: string, otherwise: number, least = 0): number {
    const value = this.#take(name) ?? otherwise;
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < least)
      throw this.#wrong(name, `a whole number, at least ${least}`);
    return value;
  }

  text(name: string, otherwise?: string): string {
    const value = this.#take(name) ?? otherwise;
    if (typeof value !== 'string' || value === '') throw this.#wrong(name, 'a text');
    return value;
  }

  choice<T extends string>(name: string, choices: readonly T[], otherwise: T): T {
    const value = this.#take(name) ?? otherwise;
    const found = choices.find((choice) => choice === value);
    if (found === undefined) throw this.#wrong(name, `one of ${choices.join(', ')}`);
    return found;
  }

  texts(name: string, otherwise: readonly string[]): readonly string[] {
    const value = this.#take(name) ?? otherwise;
    if (!Array.isArray(value) || !value.every((item): item is string => typeof item === 'string' && item !== '')) {
      throw this.#wrong(name, 'a list of texts');
    }
    return value;
  }

  /** A list of objects, each read by `read`. */
  list<T>(name: string, otherwise: readonly T[], read: (item: SettingsReader) => T): readonly T[] {
    const value = this.#take(name);
    if (value === undefined) return otherwise;
    if (!Array.isArray(value)) throw this.#wrong(name, 'a list');
    return value.map((item: unknown, index) => {
      if (typeof item !== 'object' || item === null) throw this.#wrong(`${name}[${index}]`, 'an object');
      const reader = new SettingsReader(Object.fromEntries(Object.entries(item)), `${this.#where}.${name}[${index}]`);
      const result = read(reader);
      reader.done();
      return result;
    });
  }

  /** @throws SimulatorSettingsError when there are settings nobody asked for. */
  done(): void {
    const unknown = Object.keys(this.#settings).filter((name) => !this.#known.has(name));
    if (unknown.length > 0) throw new SimulatorSettingsError(`${this.#where}: unknown setting ${unknown.join(', ')}`);
  }

  #take(name: string): unknown {
    this.#known.add(name);
    return this.#settings[name];
  }

  #wrong(name: string, wanted: string): SimulatorSettingsError {
    return new SimulatorSettingsError(`${this.#where}.${name} must be ${wanted}`);
  }
}
