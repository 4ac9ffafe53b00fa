import { badge } from './badge.js';
import { h } from './dom.js';
import { number } from './format.js';
import { attentionStates } from './state.js';
import { speaker } from './texts.js';
import { deliveryView } from './view-delivery.js';

/**
 * @import { Actions } from './actions.js'
 * @import { State } from './state.js'
 */

/** Most that one page of the API holds (openapi.json, Limit). */
export const mostShown = 200;

/** The deliveries that may need a person, by state and link. @param {State} state @param {Actions} actions */
export function attentionView(state, actions) {
  const say = speaker(state.language);
  const { deliveries } = state;
  return h(
    'section',
    { key: 'attention', 'aria-labelledby': 'attention-title', id: 'attention' },
    h('h2', { id: 'attention-title' }, say('attention')),
    h('div', { class: 'filters' }, stateFilter(state, actions), linkFilter(state, actions)),
    deliveries === undefined && h('p', {}, say('loading')),
    deliveries?.items.length === 0 && h('p', { class: 'quiet' }, say('nothing')),
    h(
      'ul',
      { class: 'deliveries' },
      deliveries?.items.map((delivery) => deliveryView(delivery, state, actions)),
    ),
    deliveries?.isMore && more(state, actions),
  );
}

/** @param {State} state @param {Actions} actions */
function stateFilter({ language, filter, links }, actions) {
  const say = speaker(language);
  return h(
    'fieldset',
    { class: 'choices' },
    h('legend', {}, say('state')),
    attentionStates.map((name) => {
      const counts = links?.map(({ deliveries }) => deliveries?.[name] ?? 0) ?? [];
      const isCounted = links?.some(({ deliveries }) => deliveries !== undefined) ?? false;
      const total = counts.reduce((sum, count) => sum + count, 0);
      return h(
        'label',
        { key: name },
        h('input', {
          type: 'radio',
          name: 'attention-state',
          value: name,
          checked: filter.state === name,
          onchange: () => actions.filter({ state: name }),
        }),
        badge(name, language, isCounted ? number(total, language) : undefined),
      );
    }),
  );
}

/** @param {State} state @param {Actions} actions */
function linkFilter({ language, filter, links = [] }, actions) {
  const say = speaker(language);
  const choices = [{ id: '', title: say('allLinks') }, ...(links ?? [])];
  return h(
    'label',
    {},
    say('link'),
    ' ',
    h(
      'select',
      {
        name: 'attention-link',
        onchange: (/** @type {Event} */ { target }) =>
          target instanceof HTMLSelectElement && actions.filter({ link: target.value }),
      },
      choices.map(({ id, title }) => h('option', { key: id, value: id, selected: filter.link === id }, title)),
    ),
  );
}

/** @param {State} state @param {Actions} actions */
function more({ language, filter }, actions) {
  const say = speaker(language);
  if (filter.limit >= mostShown) return h('p', { class: 'quiet' }, say('newest', { count: mostShown }));
  return h('button', { type: 'button', onclick: () => actions.filter({ limit: mostShown }) }, say('more'));
}
