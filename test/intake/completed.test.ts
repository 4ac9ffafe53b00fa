import { describe, expect, test } from '@jest/globals';
import { createLives } from '../../gateway/ledger/index.ts';
import { assessPack } from '../../gateway/ledger/rules/index.ts';
import { compileCatalogue, readCatalogue } from '../../mappings/catalogue/index.ts';
import { compilePolicy, loadPolicy } from '../../mappings/policy/index.ts';
import { line, route, sale } from './event.ts';
import { accepted, createRoom, errorsOf, type Setting, store } from './room.ts';

describe('completed from the catalogue', () => {
  const header = 'prefix,packLevel,gtin,nhsaCode,approvalNo,source,validFrom';
  const row = '8185386,small,6901234000016,XA-ONE,国药准字H1,目录,2026-01-01';
  const catalogue = compileCatalogue(readCatalogue(`${header}\n${row}`, 'c.csv'));

  test('a line is stored with what it lacked, and routes see it', async () => {
    const byProduct = route('b', { lines: { nhsaCodes: ['XA-ONE'] } });
    const event = await accepted(sale({ documentNo: 'cat-1' }), { catalogue, routes: [byProduct] });
    expect(event.event.lines[0]?.product).toMatchObject({ nhsaCode: 'XA-ONE', gtin: '6901234000016' });
    expect(event.event.lines[0]?.codes[0]?.packLevel).toBe('small');
    expect(event.notes).toEqual(['routes: b']);
  });

  test('a contradiction is noted and what was sent is kept', async () => {
    const lines = [line({ product: { localCode: 'L', localName: 'L', nhsaCode: 'XA-TWO' } })];
    const event = await accepted(sale({ documentNo: 'cat-2', lines }), { catalogue });
    expect(event.event.lines[0]?.product.nhsaCode).toBe('XA-TWO');
    expect(event.notes).toContain('/lines/0/product/nhsaCode: CATALOGUE_DIFFERS (XA-ONE)');
  });

  test('pieces out of one pack are counted against what the catalogue says it holds, before the text', async () => {
    const packs = '8185386,small,XA-ONE,24,粒,目录,2026-01-01\n8185387,large,XA-ONE,24,粒,目录,2026-01-01';
    const told = compileCatalogue(
      readCatalogue(`prefix,packLevel,nhsaCode,content,contentUnit,source,validFrom\n${packs}`, 'c.csv'),
    );
    const found = async (code: string, spec: string, setting: Setting) => {
      const product = { localCode: 'L', localName: 'L', spec };
      for (const quantity of ['14', '13']) {
        const lines = [line({ product, codes: [code], split: true, unit: '粒', quantity })];
        await accepted(sale({ documentNo: `${code}-${quantity}`, lines }), setting);
      }
      return assessPack(createLives(await store.ledger.packs([code]))(code)).map((draft) => draft.class);
    };
    expect(await found('81853860000000000001', '0.25g*48粒', { catalogue: told })).toEqual(['split-overrun']);
    expect(await found('81853860000000000002', '0.25g*48粒', {})).toEqual([]);
    expect(await found('81853860000000000003', '0.25g*24粒', {})).toEqual(['split-overrun']);
    expect(await found('81853860000000000004', '0.25g', {})).toEqual([]);
    expect(await found('81853870000000000005', '0.25g*24粒', { catalogue: told })).toEqual([]);
  });

  test('a document sent before the catalogue came is the same document after', async () => {
    const first = await accepted(sale({ documentNo: 'cat-3' }));
    const again = await createRoom({ catalogue }).intake.submit('T', sale({ documentNo: 'cat-3' }));
    expect(again).toEqual({ type: 'replayed', event: first });
  });
});

describe('a case', () => {
  const lines = [line({ codes: ['CASE-1'] })];
  const setting = { contents: ['BOX-1', 'BOX-2', 'BOX-3'] };

  test('is kept with what is inside where a link wants the smallest packs, and fills its requests accordingly', async () => {
    const platform = { submit: { packs: 'children' as const, maxCodes: 3, splitLines: true as const } };
    const two = [...lines, line({ codes: ['CASE-2'] })];
    const event = await accepted(sale({ documentNo: 'case-1', lines: two }), { ...setting, platform });
    expect(event.event.lines[0]?.codes[0]).toMatchObject({ value: 'CASE-1', contents: setting.contents });
    expect(event.deliveries.map((delivery) => delivery.lines)).toEqual([[0], [1]]);
    expect(event.deliveries[0]).not.toHaveProperty('slices');
  });

  test('with more inside than a request takes is refused; where nobody asks for it, nothing is looked up', async () => {
    const platform = { submit: { packs: 'children' as const, maxCodes: 2 } };
    const given = sale({ documentNo: 'case-2', lines });
    expect(await errorsOf(given, { ...setting, platform })).toEqual(['/lines/0/codes TOO_MANY_CODES']);
    const whole = await accepted(given, { ...setting, platform: { submit: { maxCodes: 2 } } });
    expect(whole.event.lines[0]?.codes[0]).not.toHaveProperty('contents');
  });
});

describe('the role comes from the directory when the event does not say it', () => {
  test('for routes', async () => {
    const event = await accepted(sale({ documentNo: 'role-1' }), {
      routes: [route('a', { when: { roles: ['pharmacy'] } })],
    });
    expect(event.deliveries).toHaveLength(1);
  });

  test('for a rule of the region, though no route asks for roles', async () => {
    const text = { source: { zh: '源', en: 'S' }, effectiveFrom: '2025-01-01', message: { zh: '甲', en: 'A' } };
    const rule = (role: string) => ({ ...text, outcome: 'note', when: { roles: [role] } }) as const;
    const rules = { 'for-pharmacies': rule('pharmacy'), 'for-hospitals': rule('hospital') };
    const policy = compilePolicy([{ id: 'p', title: 'P', region: '43', rules }]);
    const event = await accepted(sale({ documentNo: 'role-2' }), { policy });
    expect(event.notes).toContain('policy: for-pharmacies@note');
    expect(event.notes.join()).not.toContain('for-hospitals');

    const explained = await createRoom({ policy }).intake.explain('T', sale({ documentNo: 'role-3' }));
    expect(explained).toMatchObject({
      explanations: [
        { rule: { id: 'for-pharmacies' }, decision: { lines: [0] } },
        { rule: { id: 'for-hospitals' }, conditions: [{ name: 'roles', fits: false }] },
      ],
    });
  });

  test('nobody is asked where nothing depends on it', async () => {
    const room = createRoom({ policy: await loadPolicy() });
    await room.intake.submit('T', sale({ documentNo: 'role-4' }));
    expect(room.rolesAsked()).toBe(0);
  });
});
