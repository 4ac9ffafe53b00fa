import { h } from './dom.js';
import { facts } from './facts.js';
import { failureBox } from './failure.js';
import { moment } from './format.js';
import { speaker, term } from './texts.js';
import { deliveryView } from './view-delivery.js';

/**
 * @import { Event as TraceEvent } from '../../http/openapi.generated.ts'
 * @import { Actions } from './actions.js'
 * @import { State } from './state.js'
 */

/** One event by its document number or a trace code. @param {State} state @param {Actions} actions */
export function searchView(state, actions) {
  const { search, language } = state;
  const say = speaker(language);
  return h(
    'section',
    { key: 'search', 'aria-labelledby': 'search-title' },
    h('h2', { id: 'search-title' }, say('search')),
    h(
      'form',
      { class: 'line', role: 'search', onsubmit: submit(actions) },
      h('label', { for: 'search-text' }, say('searchLabel')),
      h('input', {
        id: 'search-text',
        name: 'text',
        required: true,
        maxlength: '500',
        autocomplete: 'off',
        spellcheck: 'false',
      }),
      h('button', { type: 'submit', disabled: search.isRunning }, say('searchUse')),
    ),
    h('div', { 'aria-live': 'polite' }, found(state, actions)),
  );
}

/** @param {Actions} actions @returns {(event: SubmitEvent) => void} */
function submit(actions) {
  return (event) => {
    event.preventDefault();
    const { currentTarget } = event;
    if (!(currentTarget instanceof HTMLFormElement)) return;
    const text = String(new FormData(currentTarget).get('text') ?? '').trim();
    if (text !== '') actions.search(text);
  };
}

/** @param {State} state @param {Actions} actions */
function found(state, actions) {
  const { search, language } = state;
  const say = speaker(language);
  if (search.isRunning) return h('p', {}, say('loading'));
  if (search.failure !== undefined) return failureBox(search.failure, language);
  if (search.events?.length === 0) return h('p', {}, say('searchNone'));
  return search.events?.map((event) => eventView(event, state, actions));
}

/** @param {TraceEvent} event @param {State} state @param {Actions} actions */
function eventView(event, state, actions) {
  const { language } = state;
  const say = speaker(language);
  const { id, documentNo, kind, institution, occurredAt, acceptedAt, routes, warnings, deliveries } = event;
  return h(
    'article',
    { key: id, class: 'event' },
    h('h3', { class: 'wrap' }, `${term(kind, language)} ${documentNo}`),
    h('p', { class: 'quiet wrap' }, `${institution} · ${id}`),
    facts([
      [say('occurred'), moment(occurredAt, language)],
      [say('accepted'), moment(acceptedAt, language)],
      [say('warnings'), warnings.join('; ')],
    ]),
    routes === 'none' && h('p', { class: 'note' }, say('noRoutes')),
    h(
      'ul',
      { class: 'deliveries' },
      deliveries.map((delivery) => deliveryView(delivery, state, actions, true)),
    ),
  );
}
