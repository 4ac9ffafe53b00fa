import type { HubClient } from './client.ts';

/** The ledger assesses within seconds of acceptance. */
const waitLimitMs = 30_000;
const everyMs = 200;

interface FindingView {
  readonly class: string;
  readonly code: string;
  readonly severity: string;
}

/**
 * Compares what the ledger found in the day with what was planted.
 * @param expected `class code`, sorted
 * @returns one sentence per anomaly that was missed and per false alarm
 */
export async function findingDifferences(
  client: HubClient,
  expected: readonly string[],
  say: (text: string) => void,
): Promise<string[]> {
  const endsAt = performance.now() + waitLimitMs;
  let found: readonly FindingView[] = [];
  do {
    found = (await client.send('GET', '/v1/findings?open=true&limit=200')).body.items as FindingView[];
    if (found.length >= expected.length) break;
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  } while (performance.now() < endsAt);
  say(`\nWhat the code ledger found: ${found.map((one) => `${one.class} (${one.severity})`).join(', ')}`);
  const keys = new Set(found.map((one) => `${one.class} ${one.code}`));
  return [
    ...expected.filter((key) => !keys.has(key)).map((key) => `planted, but not found: ${key}`),
    ...[...keys].filter((key) => !expected.includes(key)).map((key) => `false alarm: ${key}`),
  ];
}
