import {
  type CallFunctions,
  compileSources,
  type MapInput,
  type Profile,
  readProfile,
} from '../../mappings/engine/index.ts';
import type { RecognisedEvent } from '../../mappings/model/index.ts';

/** Compiles profile texts as if they stood in mappings/fam/<n>.yaml; @returns the last one. */
export function compileTexts(texts: readonly string[], functions: CallFunctions = {}): Profile {
  const sources = texts.map((text, index) => readProfile(text, `mappings/fam/${index}.yaml`));
  const last = sources.at(-1);
  const profile = compileSources(sources, () => ({ functions, exampleDir: '/examples' })).get(last?.id ?? '');
  if (profile === undefined) throw new Error('no text given');
  return profile;
}

/** A profile with one operation `op` whose body is the given YAML (indented by four). */
export function compileOperationText(body: string, functions: CallFunctions = {}): Profile {
  return compileTexts([profileText('fam/one', `operations:\n  op:\n${body}`)], functions);
}

/** Of level `baseline` unless it says otherwise. */
export function profileText(id: string, rest: string): string {
  return `id: ${id}\ntitle: T\nsource: S\n${rest}\n${/^support:/m.test(rest) ? '' : 'support: baseline\n'}`;
}

export const saleEvent: RecognisedEvent = {
  kind: 'retail-sale',
  institution: { code: 'P43010000001', region: '430102' },
  documentNo: 'XS1',
  occurredAt: '2026-06-30T23:30:00Z',
  operator: { name: '王店员' },
  lines: [
    {
      product: { localCode: 'A1', localName: '甲' },
      quantity: '2',
      split: false,
      codes: [
        { kind: 'drug-trace', raw: '81234560000000000001', value: '81234560000000000001', prefix: '8123456' },
        { kind: 'drug-trace', raw: '81234560000000000002', value: '81234560000000000002', prefix: '8123456' },
      ],
    },
    { product: { localCode: 'B2', localName: '乙', gtin: '06901234567892' }, quantity: '0.5', split: true, codes: [] },
  ],
  settlement: { type: 'insured', id: 'S1', person: { certNo: '430102198001010001', name: '张三' } },
};

export function mapInput(change: Partial<MapInput> = {}): MapInput {
  return {
    event: saleEvent,
    institution: { code: 'P43010000001', name: '店', region: '430102', identity: { opter: '001' } },
    ids: { bill: 'B1' },
    itemIds: [{ row: 'R1' }, { row: 'R2' }],
    call: { signNo: 'SIGN' },
    ...change,
  };
}
