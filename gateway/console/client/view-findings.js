import { badge } from './badge.js';
import { h } from './dom.js';
import { since } from './facts.js';
import { findingsShown } from './state.js';
import { speaker } from './texts.js';

/**
 * @import { Finding } from '../../http/openapi.generated.ts'
 * @import { State } from './state.js'
 */

/** The newest open findings: packs whose movements break a rule. @param {State} state */
export function findingsView(state) {
  const say = speaker(state.language);
  const { findings } = state;
  return h(
    'section',
    { key: 'findings', 'aria-labelledby': 'findings-title', id: 'findings' },
    h('h2', { id: 'findings-title' }, say('findings')),
    findings === undefined && h('p', {}, say('loading')),
    findings?.items.length === 0 && h('p', { class: 'quiet' }, say('noFindings')),
    findings !== undefined && findings.items.length > 0 && table(findings.items, state),
    findings?.isMore && h('p', { class: 'quiet' }, say('newestFindings', { count: findingsShown })),
  );
}

/** @param {readonly Finding[]} findings @param {State} state */
function table(findings, state) {
  const say = speaker(state.language);
  const titles = [say('severity'), say('finding'), say('traceCode'), say('found')];
  return h(
    'div',
    { class: 'findings scroll' },
    h(
      'table',
      {},
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          titles.map((title) => h('th', { scope: 'col' }, title)),
        ),
      ),
      h(
        'tbody',
        {},
        findings.map((finding) => row(finding, state)),
      ),
    ),
  );
}

/** @param {Finding} finding @param {State} state */
function row({ id, class: name, severity, title, code, foundAt }, state) {
  return h(
    'tr',
    { key: id, 'data-code': code },
    h('td', {}, badge(severity, state.language)),
    h('td', {}, title, ' ', h('code', { class: 'quiet' }, name)),
    h('td', {}, h('code', {}, code)),
    h('td', {}, since(foundAt, state)),
  );
}
