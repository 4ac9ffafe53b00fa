/** One transaction as the profile maps it, before any transport has touched it. */
export interface Message {
  /** The region's own number of the transaction. */
  readonly number: string;
  /** New at every try. */
  readonly msgid: string;
  readonly envelope: Readonly<Record<string, unknown>>;
  readonly input: Readonly<Record<string, unknown>>;
}
