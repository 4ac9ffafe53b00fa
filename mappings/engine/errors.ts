/** Where in which profile something is wrong. */
export interface ProfilePlace {
  readonly file: string;
  /** 1-based; absent when the text is not at hand. */
  readonly line?: number;
  /** Dotted, e.g. `operations.retail-sale.submit.fields.manu_date`. */
  readonly keyPath: string;
  /** Profile ids, the profile itself first. */
  readonly chain: readonly string[];
}

/** A profile file that cannot be used: found when it is loaded, never while an event is being mapped. */
export class ProfileError extends Error {
  override readonly name = 'ProfileError';
  readonly place: ProfilePlace;
  constructor(place: ProfilePlace, reason: string, options?: { cause: unknown }) {
    super(`${describe(place)}: ${reason}`, options);
    this.place = place;
  }
}

/**
 * An input that the profile cannot turn into a valid message. `inputPath` is where the value was looked for
 * (`lines[0].producedOn`); the message never holds the value itself, which may be personal data.
 */
export class MappingError extends Error {
  override readonly name = 'MappingError';
  readonly place: ProfilePlace;
  readonly inputPath: string;
  readonly reason: string;
  constructor(place: ProfilePlace, inputPath: string, reason: string) {
    super(`${inputPath} ${reason} (${describe(place)})`);
    this.place = place;
    this.inputPath = inputPath;
    this.reason = reason;
  }
}

function describe({ file, line, keyPath, chain }: ProfilePlace): string {
  const from = line === undefined ? file : `${file}:${line}`;
  const at = keyPath === '' ? from : `${from} ${keyPath}`;
  return chain.length > 1 ? `${at} [${chain.join(' < ')}]` : at;
}
