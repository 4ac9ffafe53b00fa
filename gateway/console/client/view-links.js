import { badge } from './badge.js';
import { h } from './dom.js';
import { due, facts, since } from './facts.js';
import { age, duration, number } from './format.js';
import { isOperator } from './state.js';
import { speaker, term } from './texts.js';

/**
 * @import { Link, LinkHold } from '../../http/openapi.generated.ts'
 * @import { Actions } from './actions.js'
 * @import { State } from './state.js'
 */

/** The links, one card each. @param {State} state @param {Actions} actions */
export function linksView(state, actions) {
  const say = speaker(state.language);
  const { links } = state;
  return h(
    'section',
    { key: 'links', 'aria-labelledby': 'links-title' },
    h('h2', { id: 'links-title' }, say('links')),
    links === undefined && h('p', {}, say('loading')),
    links?.length === 0 && h('p', {}, say('noLinks')),
    h(
      'ul',
      { class: 'cards' },
      links?.map((link) => linkCard(link, state, actions)),
    ),
    links !== undefined && !isOperator(state) && h('p', { class: 'quiet' }, say('countsHidden')),
  );
}

/** @param {Link} link @param {State} state @param {Actions} actions */
function linkCard(link, state, actions) {
  const { language } = state;
  const say = speaker(language);
  const { id, title, adapter, protocol, profile, breaker, openings, inFlight, maxInFlight, clockSkewMs } = link;
  return h(
    'li',
    { key: id, class: `card ${link.status}`, id: `link-${id}` },
    h('header', {}, h('h3', {}, title), badge(link.status, language)),
    h('p', { class: 'quiet' }, `${id} · ${adapter} · ${protocol} · ${profile}`),
    isolationText(link.isolated, state),
    facts([
      [say('breaker'), term(breaker, language)],
      [say('nextProbe'), due(link.nextProbeAt, state)],
      [say('pausedUntil'), due(link.pausedUntil, state)],
      [say('inFlight'), `${number(inFlight, language)} / ${number(maxInFlight, language)}`],
      [say('openings'), number(openings, language)],
      [say('clockSkew'), clockSkewMs === undefined ? undefined : duration(clockSkewMs, language)],
      [say('lastSuccess'), since(link.lastSuccessAt, state)],
      [
        say('lastFailure'),
        link.lastFailure && [h('code', {}, link.lastFailure.code), ' ', since(link.lastFailure.at, state)],
        'wide',
      ],
      [say('oldestDue'), due(link.oldestDueAt, state)],
    ]),
    countsView(link, state, actions),
    holdsView(link, state, actions),
    isOperator(state) && h('div', { class: 'buttons' }, linkButtons(link, state, actions)),
  );
}

/** @param {LinkHold | undefined} hold @param {State} state */
function isolationText(hold, state) {
  if (hold === undefined) return undefined;
  const say = speaker(state.language);
  const { reason, actor = '' } = hold;
  const when = age(hold.since, state.now, state.language);
  return h(
    'p',
    { class: 'note' },
    reason === undefined ? say('isolatedSince', { when }) : say('isolatedBy', { when, actor, reason }),
  );
}

/** @param {Link} link @param {State} state @param {Actions} actions */
function countsView({ id, deliveries }, { language }, actions) {
  if (deliveries === undefined) return undefined;
  const say = speaker(language);
  const counts = Object.entries(deliveries).filter(([, count]) => count > 0);
  if (counts.length === 0) return h('p', { class: 'quiet' }, say('noDeliveries'));
  return h(
    'ul',
    { class: 'counts', 'aria-label': say('deliveriesOf') },
    counts.map(([state, count]) => {
      const content = badge(state, language, number(count, language));
      const show = actions.shower(state, id);
      if (show === undefined) return h('li', { key: state }, content);
      return h('li', { key: state }, h('button', { type: 'button', class: 'plain', onclick: show }, content));
    }),
  );
}

/** @param {Link} link @param {State} state @param {Actions} actions */
function holdsView(link, state, actions) {
  const { holds = [] } = link;
  if (holds.length === 0) return undefined;
  const say = speaker(state.language);
  return h(
    'details',
    { class: 'holds' },
    h('summary', {}, `${say('holds')} (${holds.length})`),
    h(
      'ul',
      {},
      holds.map(({ institution = '', tenant, reason, actor, ...hold }) =>
        h(
          'li',
          { key: `${tenant} ${institution}` },
          h('b', {}, institution),
          tenant === undefined ? '' : ` (${tenant})`,
          ` ${reason ?? ''} · ${actor ?? ''} · `,
          since(hold.since, state),
          ' ',
          h(
            'button',
            {
              type: 'button',
              'aria-label': say('restoreTitle', { what: `${institution} · ${link.title}` }),
              onclick: () =>
                actions.ask({ type: 'restore', link, institution, ...(tenant === undefined ? {} : { tenant }) }),
            },
            say('restore'),
          ),
        ),
      ),
    ),
  );
}

/** @param {Link} link @param {State} state @param {Actions} actions */
function linkButtons(link, { language }, actions) {
  const say = speaker(language);
  /** @param {'isolate' | 'restore' | 'probe'} type */
  const button = (type) =>
    h(
      'button',
      {
        // One node for isolate and restore: the focus stays where it was.
        key: type === 'probe' ? type : 'isolation',
        type: 'button',
        'aria-label': say(`${type}Title`, { what: link.title }),
        onclick: () =>
          actions.ask(type === 'probe' ? { type, link, institution: actions.lastInstitution() } : { type, link }),
      },
      say(type),
    );
  return [button(link.isolated === undefined ? 'isolate' : 'restore'), button('probe')];
}
