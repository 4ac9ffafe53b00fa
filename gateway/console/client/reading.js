import { call } from './api.js';
import { findingsShown } from './state.js';

/**
 * What the page asks of the API again and again.
 *
 * @import { AttemptList, DeliveryPage, EventPage, FindingPage, LinkList } from '../../http/openapi.generated.ts'
 * @import { Answer } from './api.js'
 * @import { State } from './state.js'
 */

/** Longest documentNo that the API takes (openapi.json, findEvents). */
const longestDocumentNo = 40;

/** @param {State} state @returns {Promise<Answer<LinkList>>} */
export function readLinks(state) {
  return call(state, 'GET', 'v1/links');
}

/** @param {State} state @returns {Promise<Answer<DeliveryPage>>} those that the filter lets through */
export function readDeliveries(state) {
  const { state: name, link, limit } = state.filter;
  const query = new URLSearchParams({ state: name, limit: String(limit), ...(link === '' ? {} : { link }) });
  return call(state, 'GET', `v1/deliveries?${query}`);
}

/** @param {State} state @returns {Promise<Answer<FindingPage>>} the newest that are still so */
export function readFindings(state) {
  return call(state, 'GET', `v1/findings?${new URLSearchParams({ open: 'true', limit: String(findingsShown) })}`);
}

/** @param {State} state @param {string} id of a delivery @returns {Promise<Answer<AttemptList>>} */
export function readAttempts(state, id) {
  return call(state, 'GET', `v1/deliveries/${id}/attempts`);
}

/**
 * @param {State} state
 * @param {string} text document number or trace code: whichever finds something
 * @returns {Promise<State['search']>}
 */
export async function readEvents(state, text) {
  const names = text.length <= longestDocumentNo ? ['documentNo', 'code'] : ['code'];
  const answers = await Promise.all(names.map((name) => findEvents(state, name, text)));
  const failed = answers.find((answer) => !answer.ok);
  if (failed !== undefined) return { text, isRunning: false, failure: failed.failure };
  const events = answers.flatMap((answer) => (answer.ok ? answer.body.items : []));
  return { text, isRunning: false, events: [...new Map(events.map((event) => [event.id, event])).values()] };
}

/** @param {State} state @param {string} name @param {string} text @returns {Promise<Answer<EventPage>>} */
function findEvents(state, name, text) {
  return call(state, 'GET', `v1/events?${new URLSearchParams({ [name]: text })}`);
}
