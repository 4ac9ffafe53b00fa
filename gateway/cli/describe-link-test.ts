import type { Bilingual, Fault } from '../../adapters/contract/index.ts';
import type { Peer } from '../link/contract.ts';

/** What trying a link came to; holds no secret and nothing of a person. */
export interface LinkTest {
  readonly link: string;
  readonly title: string;
  readonly adapter: string;
  readonly profile: string;
  readonly endpoint: string;
  readonly tenant: string;
  readonly institution: string;
  /** Absent: no connection came about, or without calls none was tried. */
  readonly peer?: Peer;
  /** Why an operator has isolated it. */
  readonly isolated?: string;
  /** Platform clock minus ours, milliseconds. */
  readonly clockSkewMs?: number;
  /** In the order they were made, sign-in first. */
  readonly calls: ReadonlyArray<{
    readonly operation: string;
    readonly native: string;
    readonly title: Bilingual;
    readonly outcome: string;
    readonly durationMs: number;
  }>;
  readonly outcome: string;
  readonly durationMs: number;
  readonly fault?: Fault & { readonly actor: string; readonly message: Bilingual; readonly hint: Bilingual };
}

/** The tightest platform clocks bear a skew of minutes; from here on it is worth a look. */
const skewWorthSayingMs = 30_000;

/** @returns one screen for a person. */
export function printLinkTest(test: LinkTest): string {
  const { link, title, adapter, profile, endpoint, peer, isolated, clockSkewMs = 0 } = test;
  const wasTried = test.calls.length > 0;
  const rows: Array<readonly [string, string]> = [
    ['link', `${link} ${title} (${adapter}, ${profile})`],
    ['address', `${endpoint} -> ${peer?.address ?? (wasTried ? 'no connection' : 'not tried')}`],
    ['TLS', tlsText(endpoint, peer, wasTried)],
    ['as', `${test.institution} of ${test.tenant}`],
    ...(isolated === undefined ? [] : [['isolated', isolated] as const]),
    ...(Math.abs(clockSkewMs) < skewWorthSayingMs
      ? []
      : [['clock', `the platform's is ${Math.round(clockSkewMs / 1000)} s off ours`] as const]),
    ...test.calls.map(
      (call) =>
        ['call', `${call.native} ${call.title.en} ${call.title.zh}: ${call.outcome}, ${call.durationMs} ms`] as const,
    ),
    ...(test.fault === undefined ? [] : faultRows(test.fault)),
    ['result', `${test.outcome === 'not-found' ? 'ok' : test.outcome}, ${test.durationMs} ms`],
  ];
  return `${rows.map(([name, text]) => `${name.padEnd(9)} ${text}`).join('\n')}\n`;
}

function tlsText(endpoint: string, peer: Peer | undefined, wasTried: boolean): string {
  const scheme = endpoint.slice(0, endpoint.indexOf(':'));
  if (scheme !== 'https') return scheme === 'sftp' ? 'none: SSH' : 'none: plain http';
  if (peer?.tls === undefined) return wasTried ? 'not reached' : 'not tried';
  const { protocol, validUntil, issuedBy } = peer.tls;
  return [
    protocol,
    ...(validUntil === undefined ? [] : [`certificate valid until ${new Date(validUntil).toISOString().slice(0, 10)}`]),
    ...(issuedBy === undefined ? [] : [`issued by ${issuedBy}`]),
  ].join(', ');
}

function faultRows(fault: NonNullable<LinkTest['fault']>): Array<readonly [string, string]> {
  const native = [fault.nativeCode, fault.nativeMessage].filter((text) => text !== undefined && text !== '');
  return [
    ...(native.length === 0 ? [] : [['native', native.join(' ')] as const]),
    ['fault', `${fault.code} (${fault.category}; for: ${fault.actor})`],
    ['', `${fault.message.en} ${fault.message.zh}`],
    ['hint', `${fault.hint.en} ${fault.hint.zh}`],
  ];
}
