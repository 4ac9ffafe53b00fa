import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mahRestAdapter } from '../../adapters/mah-rest/index.ts';
import { regulatorJsonAdapter } from '../../adapters/regulator-json/index.ts';
import * as rest from '../adapters/mah-rest-support.ts';
import * as regulator from '../adapters/regulator-json-support.ts';
import { subjectOf } from './family.ts';
import { framingCases } from './framing-cases.ts';
import { nhsa } from './nhsa.ts';
import { http, inBody } from './reply.ts';
import { openRig, type Rig } from './rig.ts';
import { statusCases } from './status-cases.ts';

/*
 * Families whose envelopes have their malformed replies in test/adapters/<family>-malformed.test.ts: what goes wrong on the wire or
 * in the status, over real sockets, comes to the same faults as everywhere.
 */

const contentType = 'application/json;charset=UTF-8';
const rows = ['1', '3'].map((lineNo) => ({ lineNo, code: '0', message: '' }));
const families = [
  {
    adapter: mahRestAdapter,
    support: rest,
    good: JSON.stringify({ code: '0', message: 'ok', data: { receiptNo: 'R1', rows } }),
  },
  {
    adapter: regulatorJsonAdapter,
    support: regulator,
    good: JSON.stringify(regulator.signed({ code: '0000', receiptNo: 'R1', state: 'ACCEPTED' })),
  },
] as const;

describe.each(families.map((family) => [family.adapter.id, family] as const))('%s', (_, { adapter, support, good }) => {
  const cases = [
    ...framingCases(inBody(good, contentType)).filter(({ endless }) => endless !== true),
    ...statusCases(inBody(good, contentType), { ownStatuses: {} }),
  ];
  let rig: Rig;
  beforeAll(async () => {
    const submit = support.operation('retail-sale.submit');
    const context = () => support.context();
    rig = await openRig({ ...(await subjectOf(nhsa)), adapter, operation: submit, input: support.delivery(), context });
  });
  afterAll(() => rig.close());

  test('whatever is malformed proves nothing, and the next success comes through', async () => {
    const seen: string[] = [];
    for (const { name, reply } of cases) {
      const { outcome } = await rig.deliver(reply);
      seen.push(
        `${name}: ${outcome.type === 'fault' ? `${outcome.fault.category}/${outcome.fault.code}` : outcome.type}`,
      );
    }
    expect(seen).toEqual(cases.map(({ name, expect: expected }) => `${name}: ${expected}`));
    const { outcome } = await rig.deliver(http(good, { 'content-type': contentType }));
    expect(outcome).toMatchObject({ receipt: 'R1' });
    expect(rig.server.open()).toBeLessThanOrEqual(2);
  }, 60_000);
});
