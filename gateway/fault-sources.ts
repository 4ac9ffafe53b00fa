import { dispatchFaultRows } from './dispatch/index.ts';
import type { FaultSource } from './http/error-catalogue.ts';
import { type LinkRuntime, linkFaultRows } from './link/index.ts';
import { lookupFaultRows } from './lookup/index.ts';

/** The fault tables in use, for the error catalogue: the transports', then each adapter's with its profiles' rows before its own. */
export function faultSources(links: ReadonlyMap<string, LinkRuntime>): FaultSource[] {
  const runtimes = [...links.values()];
  const families = [...new Set(runtimes.map((runtime) => runtime.adapter))].map((adapter) => {
    const profiles = new Set(
      runtimes.filter((runtime) => runtime.adapter === adapter).flatMap(({ profile }) => profile.versions ?? [profile]),
    );
    return { source: adapter.id, rows: [...[...profiles].flatMap((profile) => profile.faults), ...adapter.faults] };
  });
  return [{ source: 'link', rows: [...linkFaultRows, ...dispatchFaultRows, ...lookupFaultRows] }, ...families];
}
