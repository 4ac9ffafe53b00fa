import type { Adapter } from '../contract/index.ts';
import { captureOperation } from './capture.ts';
import { captureStatus } from './capture-status.ts';
import { eventsOfCode, probe } from './events-of-code.ts';
import { faults } from './faults.ts';
import { kinds } from './kinds.ts';
import { scrub } from './privacy.ts';
import { credentialsSchema, identitySchema, settingsSchema } from './settings.ts';

const operations = [...kinds.map(captureOperation), captureStatus, eventsOfCode, probe];

/** A manufacturer's EPCIS repository: events captured over REST as JSON-LD (EPCIS 2.0), or as XML where it is older (EPCIS 1.2). */
export const mahEpcisAdapter: Adapter = {
  id: 'mah-epcis',
  title: { zh: '上市许可持有人 EPCIS 存储库', en: "Manufacturer's EPCIS repository" },
  protocol: 'rest',
  settingsSchema,
  identitySchema,
  credentialsSchema,
  operations: Object.fromEntries(operations.map((operation) => [operation.id, operation])),
  faults,
  probe: probe.id,
  manifest: {
    interfaceVersion: 'EPCIS 2.0 and CBV 2.0; EPCIS 1.2 by profile',
    sources: [
      'GS1 EPCIS 2.0 (2022): JSON/JSON-LD binding, REST bindings, OpenAPI document',
      'GS1 CBV 2.0 (2022)',
      'GS1 EPCIS 1.2 (2016): XML binding, HTTP capture, SOAP query; CBV 1.2',
      'GS1 Digital Link URI Syntax 1.2; GS1 EPC Tag Data Standard 2.0',
      'RFC 7807 (problem documents)',
    ],
    undo: {
      zh: '事件不可删除;以退货等后续事件更正,存储库运营方可作错误声明',
      en: 'Events are never deleted; a later event (a return) corrects them, or the operator declares an error',
    },
    open: [
      'codeUri, ownCodeUri, productUri: no URI of Chinese trace codes and product codes in EPCIS is published; the defaults stand in a URN namespace of no one',
      'locationUri, partyUri, documentUri: used where an institution has no GLN',
      'bizStep and disposition of returns, stock counts and adjustments: CBV leaves a choice, the profile makes one',
      'resend: unsafe, since EPCIS does not oblige a repository to refuse a repeated eventID; a profile may say keyed',
      'pollAfterMs and limits: a repository tells them, if at all, by OPTIONS /capture',
      'EPCIS 1.2: paths are not standardised, capturePath and queryPath of the profile are those of one open-source repository',
    ],
  },
  scrub,
};
