import { type BrowserEvent, record, type Session } from './devtools.ts';

/** What a browser complains of: errors on its console, exceptions, refusals by the Content-Security-Policy, audit issues. */
export interface Complaints {
  readonly all: readonly string[];
  /** Failed requests are part of what `act` tries: they are no complaint meanwhile. Everything else still is. */
  whileRequestsFail<T>(act: () => Promise<T>): Promise<T>;
}

const loud = new Set(['error', 'warning', 'assert']);

/** Listens from now on. */
export async function collectComplaints(session: Session): Promise<Complaints> {
  const all: string[] = [];
  let requestsMayFail = false;
  session.on((event) => {
    const complaint = complaintOf(event);
    if (complaint === undefined || (requestsMayFail && complaint.isRequest)) return;
    all.push(complaint.text);
  });
  for (const domain of ['Runtime', 'Log', 'Audits', 'Network']) await session.send(`${domain}.enable`);
  return {
    all,
    async whileRequestsFail(act) {
      requestsMayFail = true;
      try {
        return await act();
      } finally {
        requestsMayFail = false;
      }
    },
  };
}

function complaintOf({ method, params }: BrowserEvent): { text: string; isRequest: boolean } | undefined {
  switch (method) {
    case 'Log.entryAdded': {
      const { level, source, text, url } = record(params.entry);
      return loud.has(String(level))
        ? { text: `${source} ${level}: ${text} ${url ?? ''}`, isRequest: source === 'network' }
        : undefined;
    }
    case 'Runtime.consoleAPICalled':
      return loud.has(String(params.type))
        ? { text: `console: ${JSON.stringify(params.args)}`, isRequest: false }
        : undefined;
    case 'Runtime.exceptionThrown':
      return { text: `exception: ${JSON.stringify(params.exceptionDetails)}`, isRequest: false };
    case 'Audits.issueAdded':
      return { text: `issue: ${JSON.stringify(params.issue)}`, isRequest: false };
    default:
      return undefined;
  }
}
