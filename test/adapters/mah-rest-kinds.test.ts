import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { mahRestAdapter } from '../../adapters/mah-rest/index.ts';
import { kinds } from '../../adapters/mah-rest/kinds.ts';
import { compileSources, readProfile } from '../../mappings/engine/index.ts';
import { context, delivery, operation } from './mah-rest-support.ts';

/** A second manufacturer, written as its rollout team would: one file, which says what it hears of and what it calls that. */
const another = `
id: mah-rest/another
title: 另一家药业
extends: mah-rest/demo
source: the example of this test
support: demonstration
operations:
${kinds
  .map(({ kind }) => kind)
  .filter((kind) => !['retail-sale', 'retail-return', 'dispense', 'dispense-return', 'sale-out'].includes(kind))
  .map((kind) => `  ${kind}.submit: { like: retail-sale.submit }`)
  .join('\n')}
  sale-out.submit:
    like: retail-sale.submit
    root:
      documentType: { lookup: { SALE_OUT: "201" } }
      receiver: { from: counterparty.name, type: C200, required: true }
`;

function profileOf(text: string) {
  const demo = readFileSync(new URL('../../mappings/mah-rest/demo.yaml', import.meta.url), 'utf8');
  const sources = [
    readProfile(demo, 'mappings/mah-rest/demo.yaml'),
    readProfile(text, 'mappings/mah-rest/another.yaml'),
  ];
  const profile = compileSources(sources, () => ({ functions: {}, exampleDir: '/none' })).get('mah-rest/another');
  if (profile === undefined) throw new Error('not compiled');
  return profile;
}

describe('a manufacturer that hears of every kind needs a file of its own and no code', () => {
  const profile = profileOf(another);

  test('knows all kinds', () => {
    const schema = JSON.parse(readFileSync(new URL('../../mappings/model/event.schema.json', import.meta.url), 'utf8'));
    expect(kinds.map(({ kind }) => kind).sort()).toEqual([...schema.$defs.kind.enum].sort());
  });

  test.each(kinds.map(({ kind, documentType }) => [kind, documentType] as const))('%s', (kind, documentType) => {
    const counterparty = { code: 'W1', name: '演示医药批发' };
    const report = delivery({ event: { ...delivery().event, kind, counterparty } });
    const submit = operation(`${kind}.submit`);
    const ids = submit.businessIds?.({ ...report, ids: { record: {}, items: [] } }, context({ profile }));
    const request = submit.buildRequest({ ...report, ids: ids ?? report.ids }, context({ profile }));
    const body: unknown = 'body' in request ? JSON.parse(String(request.body)) : {};
    const isTrade = kind === 'sale-out';
    expect(body).toMatchObject({
      documentNo: 'XS1',
      documentType: isTrade ? '201' : documentType,
      ...(isTrade && { receiver: '演示医药批发' }),
    });
    expect(submit).toMatchObject({ kind, resend: 'unsafe', enquiry: 'query' });
  });

  test('only a profile that says so has a report sent twice', () => {
    const submissions = Object.values(mahRestAdapter.operations).filter(({ kind }) => kind !== undefined);
    expect(submissions).toHaveLength(kinds.length);
    expect(new Set(submissions.map(({ resend }) => resend))).toEqual(new Set(['unsafe']));
    expect(profile.resend['retail-sale.submit']).toBe('keyed');
    expect(profile.resend['purchase-in.submit']).toBeUndefined();
  });
});
