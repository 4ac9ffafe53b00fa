import pRetry from 'p-retry';
import type { Try } from './attempt.ts';
import type { Clock } from './clock.ts';
import type { RetryBudget } from './retry-budget.ts';

/** Retries within one execution end here; the long schedule lives in the store. */
const windowMs = 2000;

/** The only error p-retry ever sees: it does not retry a TypeError and does retry cancellations, so neither may reach it. */
class Repeatable extends Error {
  readonly attempt: Try;
  constructor(attempt: Try) {
    super('repeatable');
    this.attempt = attempt;
  }
}

/**
 * Runs `once`, and once more when the first try says that this is safe, it is early enough and the budget has room. The second try
 * decides, unless the link refused it: then the first one tells more.
 * @returns all tries in order, at least one
 */
export async function retryOnce(
  once: () => Promise<Try>,
  budget: RetryBudget,
  clock: Clock,
): Promise<readonly [Try, ...Try[]]> {
  const startedAt = clock.monotonic();
  const tries: Try[] = [];
  budget.deposit();
  const run = async (): Promise<void> => {
    const attempt = await once();
    tries.push(attempt);
    if (attempt.repeatable) throw new Repeatable(attempt);
  };
  const shouldRetry = (): boolean => clock.monotonic() - startedAt <= windowMs && budget.withdraw();
  await pRetry(run, { retries: 1, minTimeout: 0, shouldRetry }).catch((error: unknown) => {
    if (!(error instanceof Repeatable)) throw error;
  });
  const [first, second] = tries;
  if (first === undefined) throw new Error('no try was made');
  return second === undefined || !second.made ? [first] : [first, second];
}
