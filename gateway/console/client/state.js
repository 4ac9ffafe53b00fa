/**
 * @import { Attempt, Delivery, Event, Finding, Link, ProbeResult } from '../../http/openapi.generated.ts'
 * @import { Failure } from './api.js'
 * @import { Language } from './texts.js'
 */

/** The states in which a delivery may need a person, worst first. */
export const attentionStates = /** @type {const} */ (['parked', 'unknown', 'held', 'rejected']);

/** As many findings as one look takes in; the API lists all. */
export const findingsShown = 10;

/**
 * What the page knows. Views only read it; actions.js and refresh.js change it.
 * @typedef {object} State
 * @property {Language} language
 * @property {string | undefined} key
 * @property {Failure | undefined} failure why the last refresh failed; undefined: it did not
 * @property {number} now the gateway's clock at the last refresh, epoch ms
 * @property {readonly Link[] | undefined} links undefined: not loaded yet
 * @property {{ state: typeof attentionStates[number], link: string, limit: number }} filter
 * @property {{ items: readonly Delivery[], isMore: boolean } | undefined} deliveries
 * @property {{ items: readonly Finding[], isMore: boolean } | undefined} findings the newest open ones
 * @property {Readonly<Record<string, AttemptsView>>} attempts by delivery id, of those opened
 * @property {SearchView} search
 * @property {DialogView | undefined} dialog
 * @property {string | undefined} notice what was done last
 *
 * @typedef {readonly Attempt[] | Failure} AttemptsView
 *
 * @typedef {object} SearchView
 * @property {string} text
 * @property {boolean} isRunning
 * @property {readonly Event[] | undefined} [events]
 * @property {Failure | undefined} [failure]
 *
 * A question before something is done, and what came of it.
 * @typedef {object} DialogView
 * @property {Action} action
 * @property {boolean} isBusy
 * @property {Failure | undefined} [failure]
 * @property {ProbeResult | undefined} [probed]
 *
 * @typedef {{ type: 'isolate', link: Link }
 *   | { type: 'restore', link: Link, institution?: string, tenant?: string }
 *   | { type: 'probe', link: Link, institution: string }
 *   | { type: 'retry', delivery: Delivery }} Action
 */

/** @param {Language} language @param {string | undefined} key @returns {State} */
export function initialState(language, key) {
  return {
    language,
    key,
    failure: undefined,
    now: Date.now(),
    links: undefined,
    filter: { state: 'parked', link: '', limit: 50 },
    deliveries: undefined,
    findings: undefined,
    attempts: {},
    search: { text: '', isRunning: false },
    dialog: undefined,
    notice: undefined,
  };
}

/** Only operators are told the endpoints (openapi.json, Link). @param {State} state */
export function isOperator({ links }) {
  return links?.some(({ endpoint }) => endpoint !== undefined) ?? false;
}

/** @param {Action} action @returns {string} what it is about, as people call it */
export function whatOf(action) {
  if (action.type === 'retry') return `${action.delivery.documentNo} · ${action.delivery.link}`;
  if (action.type === 'restore' && action.institution) return `${action.institution} · ${action.link.title}`;
  return action.link.title;
}
