import { readAttempts, readDeliveries, readEvents, readFindings, readLinks } from './reading.js';
import { forget } from './session.js';
import { attentionStates } from './state.js';

/**
 * @import { DeliveryPage, FindingPage, Link, LinkList } from '../../http/openapi.generated.ts'
 * @import { Answer } from './api.js'
 * @import { State } from './state.js'
 */

/** How often the page asks while somebody looks at it. */
const everyMs = 3000;

/**
 * Keeps the state fresh: one refresh after the other, never two at once, none while the tab is hidden or no key is given.
 * @param {State} state changed in place
 * @param {() => void} render
 * @returns {() => void} refreshes at once
 */
export function startRefreshing(state, render) {
  let timer = 0;
  /** Counts up when what is asked for changes: an answer to an older question is dropped. */
  let question = 0;

  async function refresh() {
    clearTimeout(timer);
    question += 1;
    const own = question;
    render();
    if (state.key === undefined || document.hidden) return;
    const answers = await Promise.all([readLinks(state), readDeliveries(state), readFindings(state)]);
    if (own !== question) return;
    take(state, ...answers);
    render();
    if (state.failure === undefined) await refreshOpened(state);
    if (own !== question) return;
    render();
    if (state.key !== undefined) timer = setTimeout(refresh, everyMs);
  }

  document.addEventListener('visibilitychange', refresh);
  return () => void refresh();
}

/**
 * What somebody has opened stays fresh too: an event found, attempts unfolded. What fails here is left as it was; the links tell why.
 * @param {State} state
 */
async function refreshOpened(state) {
  const { text, events } = state.search;
  const [found, ...attempts] = await Promise.all([
    events === undefined ? undefined : readEvents(state, text),
    ...Object.keys(state.attempts).map(async (id) => ({ id, answer: await readAttempts(state, id) })),
  ]);
  if (found?.events !== undefined && state.search.text === text) state.search = found;
  for (const { id, answer } of attempts)
    if (answer.ok && id in state.attempts) state.attempts = { ...state.attempts, [id]: answer.body.items };
}

/**
 * Takes the answers over. What was shown before stays when they failed, but for an unknown key: then nothing is left to look at.
 * @param {State} state
 * @param {Answer<LinkList>} links
 * @param {Answer<DeliveryPage>} deliveries
 * @param {Answer<FindingPage>} findings
 */
function take(state, links, deliveries, findings) {
  const failed = [links, deliveries, findings].find((answer) => !answer.ok);
  state.failure = failed?.failure;
  if (state.failure?.kind === 'key') {
    forget('key');
    const nothing = { key: undefined, links: undefined, deliveries: undefined, findings: undefined, dialog: undefined };
    Object.assign(state, nothing);
    return;
  }
  if (links.ok) {
    const isFirst = state.links === undefined;
    Object.assign(state, { links: links.body.items, now: links.at });
    if (isFirst) state.filter = { ...state.filter, state: worstState(links.body.items) ?? state.filter.state };
  }
  if (deliveries.ok) state.deliveries = { items: deliveries.body.items, isMore: deliveries.body.cursor !== undefined };
  if (findings.ok) state.findings = { items: findings.body.items, isMore: findings.body.cursor !== undefined };
}

/** @param {readonly Link[]} links @returns the first state of concern that some delivery is in */
function worstState(links) {
  return attentionStates.find((name) => links.some(({ deliveries }) => (deliveries?.[name] ?? 0) > 0));
}
