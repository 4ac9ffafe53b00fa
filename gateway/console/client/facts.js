import { h } from './dom.js';
import { age, distance, moment } from './format.js';

/** @import { State } from './state.js' */

/**
 * A list of named facts; those without a value are left out.
 * @param {ReadonlyArray<readonly [name: string, value: unknown, look?: 'wide']>} rows
 */
export function facts(rows) {
  return h(
    'dl',
    {},
    rows
      .filter(([, value]) => value !== undefined && value !== false && value !== '')
      .map(([name, value, look]) => h('div', { key: name, class: look }, h('dt', {}, name), h('dd', {}, value))),
  );
}

/**
 * Something that has happened: how long ago, and on pointing the moment itself.
 * @param {string | undefined} instant RFC 3339
 * @param {State} state
 */
export function since(instant, { now, language }) {
  if (instant === undefined) return undefined;
  return h('time', { datetime: instant, title: moment(instant, language) }, age(instant, now, language));
}

/**
 * Something that is due: how far away it is, or how late.
 * @param {string | undefined} instant RFC 3339
 * @param {State} state
 */
export function due(instant, { now, language }) {
  if (instant === undefined) return undefined;
  return h('time', { datetime: instant, title: moment(instant, language) }, distance(instant, now, language));
}
