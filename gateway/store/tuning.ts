/** A delivery found waiting for another document is looked at again after this time, unless that document is finished before. */
export const dependencyRecheckMs = 30_000;

/** Due rows one claim may look at; those it cannot lease leave the head of the queue, so the next claim goes on behind them. */
export const maxExaminedPerClaim = 1_000;

/** Deliveries that one transaction of a hold or its end touches, so that accepts get their turn in between. */
export const holdChunk = 2_000;

/** A claim of an idempotency key older than this belongs to a request that died: requests end after 30 s (server.requestTimeoutMs). */
export const staleKeyClaimMs = 300_000;

/** Operations in one group commit: bounds what a caller waits for its neighbours. */
export const maxBatch = 256;

/** A commit that is worth its fsync: with less waiting, the next batch goes when the one under way is done. */
export const fullBatch = 32;
