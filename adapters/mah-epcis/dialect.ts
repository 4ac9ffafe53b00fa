import type { Profile } from '../contract/index.ts';
import { choiceSetting, textSetting } from '../kit/settings.ts';

export const forms = ['json-2.0', 'xml-1.2'] as const;
export const epcForms = ['digital-link', 'urn'] as const;
export const errorBehaviours = ['rollback', 'proceed'] as const;
export const eventsPer = ['document', 'line'] as const;

/** How one repository wants to be spoken to: the profile's constants of the same names. */
export interface Dialect {
  readonly form: (typeof forms)[number];
  readonly epcForm: (typeof epcForms)[number];
  readonly mediaType: string;
  readonly capturePath: string;
  /** JSON: the events resource; XML: the SOAP query service. */
  readonly queryPath: string;
  readonly errorBehaviour: (typeof errorBehaviours)[number];
  readonly errorBehaviourHeader: string;
  /** One ObjectEvent for the whole document, or one for each of its lines. */
  readonly eventPer: (typeof eventsPer)[number];
}

/** @throws TypeError naming the constant that the profile lacks or has wrong. */
export function dialectOf({ constants }: Profile): Dialect {
  return {
    form: choiceSetting(constants, 'form', forms, 'json-2.0'),
    epcForm: choiceSetting(constants, 'epcForm', epcForms, 'digital-link'),
    mediaType: textSetting(constants, 'mediaType'),
    capturePath: textSetting(constants, 'capturePath'),
    queryPath: textSetting(constants, 'queryPath'),
    errorBehaviour: choiceSetting(constants, 'errorBehaviour', errorBehaviours, 'rollback'),
    errorBehaviourHeader: textSetting(constants, 'errorBehaviourHeader'),
    eventPer: choiceSetting(constants, 'eventPer', eventsPer, 'document'),
  };
}
