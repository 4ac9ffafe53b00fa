import { h } from './dom.js';
import { distance, moment } from './format.js';

/** @import { State } from './state.js' */

/**
 * A list of named facts; those without a value are left out.
 * @param {ReadonlyArray<readonly [name: string, value: unknown]>} rows
 */
export function facts(rows) {
  return h(
    'dl',
    {},
    rows
      .filter(([, value]) => value !== undefined && value !== '')
      .map(([name, value]) => h('div', { key: name }, h('dt', {}, name), h('dd', {}, value))),
  );
}

/**
 * A time as people read it: how far away, and on pointing the moment itself.
 * @param {string | undefined} instant RFC 3339
 * @param {State} state
 */
export function when(instant, { now, language }) {
  if (instant === undefined) return undefined;
  return h('time', { datetime: instant, title: moment(instant, language) }, distance(instant, now, language));
}
