import { badge } from './badge.js';
import { h } from './dom.js';
import { due, facts, since } from './facts.js';
import { failureBox } from './failure.js';
import { duration, moment } from './format.js';
import { speaker, term } from './texts.js';

/**
 * @import { Attempt, Delivery } from '../../http/openapi.generated.ts'
 * @import { Actions } from './actions.js'
 * @import { AttemptsView, State } from './state.js'
 */

/** States in which a person may take a delivery up again (openapi.json, retryDelivery). */
const retryable = new Set(['parked', 'rejected', 'held', 'unknown']);

/**
 * One delivery: what became of it, why, what to do.
 * @param {Delivery} delivery
 * @param {State} state
 * @param {Actions} actions
 * @param {boolean} [isInEvent] its event stands above it: only the link is news
 */
export function deliveryView(delivery, state, actions, isInEvent = false) {
  const { language } = state;
  const say = speaker(language);
  const { id, documentNo, kind, institution, link, operation, fault, tenant } = delivery;
  return h(
    'li',
    { key: id, class: 'delivery', 'data-document': documentNo },
    h(
      'header',
      {},
      badge(delivery.state, language),
      h('b', { class: 'wrap' }, isInEvent ? linkTitle(link, state) : documentNo),
      remarks(delivery, state),
    ),
    h(
      'p',
      { class: 'quiet' },
      isInEvent ? operation : among([term(kind, language), institution, tenant, linkTitle(link, state), operation]),
    ),
    facts([
      [say('why'), delivery.reason],
      [say('fault'), fault && [h('code', {}, fault.code), ' ', fault.message]],
      [say('native'), fault && [fault.nativeCode, fault.nativeMessage].filter((text) => text !== undefined).join(' ')],
      [say('whatToDo'), fault?.hint],
      [say('whoActs'), fault && term(fault.actor, language)],
      [say('refusedCodes'), refusedCodes(delivery)],
      [say('receipt'), delivery.receipt],
      [say('nativeIds'), nativeIds(delivery)],
      [say('next'), isToCome(delivery.nextAt, state) && due(delivery.nextAt, state)],
      [say('changed'), since(delivery.updatedAt, state)],
    ]),
    attemptsView(delivery, state, actions),
    retryable.has(delivery.state) &&
      h(
        'div',
        { class: 'buttons' },
        h(
          'button',
          {
            type: 'button',
            'aria-label': say('retryTitle', { what: `${documentNo} · ${linkTitle(link, state)}` }),
            onclick: () => actions.ask({ type: 'retry', delivery }),
          },
          say('retry'),
        ),
      ),
  );
}

/** What is due already and waits for something else (a hold) has no time to tell. @param {string | undefined} instant @param {State} state */
function isToCome(instant, { now }) {
  return instant !== undefined && Date.parse(instant) > now;
}

/** @param {Delivery} delivery @param {State} state */
function remarks({ primary, duplicate, partial, part }, { language }) {
  const say = speaker(language);
  const words = [
    primary && say('primary'),
    duplicate && say('duplicate'),
    partial && say('partial'),
    part.count > 1 && say('part', { index: part.index + 1, count: part.count }),
  ];
  return words.filter((word) => word !== false).map((word) => h('span', { key: word, class: 'tag' }, word));
}

/** @param {ReadonlyArray<string | undefined>} parts */
function among(parts) {
  return parts.filter((part) => part !== undefined).join(' · ');
}

/** @param {string} id @param {State} state */
function linkTitle(id, { links }) {
  return links?.find((link) => link.id === id)?.title ?? id;
}

/** @param {Delivery} delivery */
function refusedCodes({ codes }) {
  return codes
    .filter(({ verdict }) => verdict !== 'accepted')
    .map(({ code, verdict, nativeCode = '', message = '' }) => `${code} ${verdict} ${nativeCode} ${message}`.trim())
    .join(', ');
}

/** @param {Delivery} delivery */
function nativeIds({ ids }) {
  return Object.entries(ids?.record ?? {})
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}

/** @param {Delivery} delivery @param {State} state @param {Actions} actions */
function attemptsView({ id, attempts, enquiries }, state, actions) {
  const say = speaker(state.language);
  return h(
    'details',
    {
      ontoggle: (/** @type {ToggleEvent} */ event) => actions.showAttempts(id, event.newState === 'open'),
    },
    h('summary', {}, say('attemptsOf', { count: attempts + enquiries })),
    attemptsTable(state.attempts[id], state),
  );
}

/** @param {AttemptsView | undefined} view @param {State} state */
function attemptsTable(view, state) {
  const { language } = state;
  const say = speaker(language);
  if (view === undefined) return h('p', {}, say('loading'));
  if ('kind' in view) return failureBox(view, language);
  if (view.length === 0) return h('p', { class: 'quiet' }, say('noAttempts'));
  const heads = /** @type {const} */ (['time', 'operation', 'outcome', 'took', 'native']);
  return h(
    'div',
    { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': say('attemptsOf', { count: view.length }) },
    h(
      'table',
      {},
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          heads.map((head) => h('th', { key: head, scope: 'col' }, say(head))),
        ),
      ),
      h(
        'tbody',
        {},
        view.map((attempt) => attemptRow(attempt, state)),
      ),
    ),
  );
}

/** @param {Attempt} attempt @param {State} state */
function attemptRow(attempt, { language }) {
  const { startedAt, operation, outcome, code, durationMs, sent, httpStatus, nativeCode, nativeMessage, attemptIds } =
    attempt;
  const said = [httpStatus === undefined ? undefined : `HTTP ${httpStatus}`, nativeCode, nativeMessage];
  const ids = Object.entries(attemptIds).map(([name, value]) => `${name} ${value}`);
  return h(
    'tr',
    { key: `${startedAt} ${operation}` },
    h('td', {}, h('time', { datetime: startedAt }, moment(startedAt, language))),
    h('td', {}, operation),
    h('td', {}, [outcome, code].filter((text) => text !== undefined).join(' ')),
    h('td', {}, sent ? duration(durationMs, language) : speaker(language)('notSent')),
    h('td', {}, among([...said, ...ids])),
  );
}
