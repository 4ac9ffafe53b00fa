import { h } from './dom.js';
import { failureBox } from './failure.js';
import { moment } from './format.js';
import { speaker } from './texts.js';
import { attentionView } from './view-attention.js';
import { findingsView } from './view-findings.js';
import { linksView } from './view-links.js';
import { searchView } from './view-search.js';

/**
 * @import { Child } from './dom.js'
 * @import { Actions } from './actions.js'
 * @import { State } from './state.js'
 */

/** The whole page. @param {State} state @param {Actions} actions @returns {Child[]} */
export function pageView(state, actions) {
  return [header(state, actions), state.key === undefined ? keyView(state, actions) : body(state, actions)];
}

/** @param {State} state @param {Actions} actions */
function header(state, actions) {
  const { language, key } = state;
  const say = speaker(language);
  return h(
    'header',
    { key: 'top', class: 'top' },
    h('h1', {}, say('title')),
    key !== undefined && freshness(state),
    h(
      'nav',
      {},
      h('a', { href: 'docs' }, say('docs')),
      h(
        'button',
        {
          type: 'button',
          lang: language === 'zh' ? 'en' : 'zh-CN',
          onclick: () => actions.speak(language === 'zh' ? 'en' : 'zh'),
        },
        language === 'zh' ? 'English' : '中文',
      ),
      key !== undefined && h('button', { key: 'forget', type: 'button', onclick: actions.forgetKey }, say('forgetKey')),
    ),
  );
}

/** @param {State} state */
function freshness({ language, failure, links, now }) {
  if (links === undefined) return undefined;
  const say = speaker(language);
  const time = moment(new Date(now).toISOString(), language);
  return h(
    'p',
    { class: failure === undefined ? 'fresh' : 'fresh old' },
    failure === undefined ? `● ${say('upToDate')} · ${time}` : `○ ${say('asOf', { time })}`,
  );
}

/** @param {State} state @param {Actions} actions */
function keyView({ language, failure }, actions) {
  const say = speaker(language);
  return h(
    'main',
    { key: 'key', class: 'narrow' },
    failure && failureBox(failure, language),
    h(
      'form',
      {
        class: 'stack',
        onsubmit: (/** @type {SubmitEvent} */ event) => {
          event.preventDefault();
          if (!(event.currentTarget instanceof HTMLFormElement)) return;
          actions.useKey(String(new FormData(event.currentTarget).get('key') ?? '').trim());
        },
      },
      h('label', { for: 'key' }, say('keyTitle')),
      h('input', {
        id: 'key',
        name: 'key',
        type: 'password',
        required: true,
        autofocus: true,
        autocomplete: 'off',
        spellcheck: 'false',
        placeholder: 'thk_…',
        'aria-describedby': 'key-hint',
      }),
      h('p', { id: 'key-hint', class: 'quiet' }, say('keyHint')),
      h('button', { type: 'submit', class: 'main' }, say('keyUse')),
    ),
  );
}

/** @param {State} state @param {Actions} actions */
function body(state, actions) {
  const { language, failure, links, notice } = state;
  const say = speaker(language);
  const consequence = links === undefined ? say('trying') : `${say('trying')} ${say('old')}`;
  return h(
    'main',
    { key: 'body', class: failure === undefined ? '' : 'stale' },
    failure && failureBox(failure, language, consequence),
    h('p', { key: 'notice', role: 'status', class: 'notice' }, notice === undefined ? '' : `✓ ${notice}`),
    linksView(state, actions),
    attentionView(state, actions),
    findingsView(state),
    searchView(state, actions),
  );
}
