import type { Store } from '../../../gateway/store/contract.ts';

/** The store that the contract is checked on; `store` is another object after it was opened again. */
export interface StoreUnderTest {
  readonly store: Store;
  /** @returns a link id that no other test uses: tests share the store. */
  newLink(): string;
}
