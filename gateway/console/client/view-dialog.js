import { h } from './dom.js';
import { failureBox } from './failure.js';
import { duration } from './format.js';
import { isOperator, whatOf } from './state.js';
import { speaker } from './texts.js';

/**
 * @import { Child } from './dom.js'
 * @import { Actions } from './actions.js'
 * @import { DialogView, State } from './state.js'
 */

/** The question before something is done. @param {State} state @param {Actions} actions @returns {Child[]} */
export function dialogView(state, actions) {
  const { dialog, language } = state;
  if (dialog === undefined) return [];
  const say = speaker(language);
  const { action, isBusy, failure, probed } = dialog;
  const { type } = action;
  return [
    h(
      'form',
      { key: `${type} ${whatOf(action)}`, onsubmit: submit(actions) },
      h('h2', { id: 'dialog-title' }, say(`${type}Title`, { what: whatOf(action) })),
      h('p', {}, say(`${type}Hint`)),
      fields(state, dialog),
      failure && failureBox(failure, language),
      h('div', { 'aria-live': 'polite' }, probed && probeResult(probed, state)),
      h(
        'div',
        { class: 'buttons' },
        h('button', { type: 'submit', class: 'main', disabled: isBusy }, say(type)),
        h('button', { type: 'button', onclick: actions.cancel }, say(probed ? 'close' : 'cancel')),
      ),
    ),
  ];
}

/** @param {Actions} actions @returns {(event: SubmitEvent) => void} */
function submit(actions) {
  return (event) => {
    event.preventDefault();
    const { currentTarget } = event;
    if (currentTarget instanceof HTMLFormElement) actions.confirm(new FormData(currentTarget));
  };
}

/** @param {State} state @param {DialogView} dialog */
function fields(state, { action }) {
  const say = speaker(state.language);
  switch (action.type) {
    case 'isolate':
      return [
        field('reason', say('reason'), say('reasonHint'), {
          required: true,
          minlength: '3',
          maxlength: '200',
          autofocus: true,
        }),
        field('institution', say('onlyInstitution'), say('optional'), {}),
      ];
    case 'probe':
      return [
        field('institution', say('institution'), '', { required: true, value: action.institution, autofocus: true }),
        field('tenant', say('tenant'), say('ownTenant'), {}),
      ];
    case 'retry':
      return isOperator(state)
        ? h(
            'label',
            { class: 'check' },
            h('input', { type: 'checkbox', name: 'confirmedAbsent' }),
            say('confirmedAbsent'),
          )
        : undefined;
    default:
      return undefined;
  }
}

/** @param {string} name @param {string} label @param {string} hint @param {object} rules */
function field(name, label, hint, rules) {
  return h(
    'label',
    { key: name, class: 'field' },
    h('span', {}, label, hint !== '' && h('small', {}, ` ${hint}`)),
    h('input', { name, autocomplete: 'off', spellcheck: 'false', ...rules }),
  );
}

/** @param {NonNullable<DialogView['probed']>} probed @param {State} state */
function probeResult({ durationMs, fault }, { language }) {
  const say = speaker(language);
  const time = duration(durationMs, language);
  if (fault === undefined) return h('p', { class: 'done' }, `✓ ${say('probeOk', { time })}`);
  const native = [fault.nativeCode, fault.nativeMessage].filter((text) => text !== undefined).join(' ');
  return h(
    'div',
    { class: 'failure' },
    h('p', {}, h('strong', {}, say('probeFault', { time }))),
    h('p', {}, h('code', {}, fault.code), ` ${fault.message} ${fault.hint} ${native}`),
  );
}
