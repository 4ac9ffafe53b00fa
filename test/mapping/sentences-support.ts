import { compileSources, readProfile } from '../../mappings/engine/index.ts';

export const national = `id: fam/national
title: 国家基线
source: 接口规范 V1.1
constants: { recer: sys01 }
lookups:
  yesNo: { "true": "1", "false": "0" }
operations:
  sale.submit:
    items: { node: detail, each: lines }
    fields:
      item_code: { from: line.product.localCode, type: C30, required: true }
      made_on: { from: line.producedOn, type: date }
      count: { from: line.quantity, type: "N4,1" }
      split: { from: line.split, lookup: yesNo }
      shelf: { from: extensions.fam.shelf }
      codes:
        each: line.codes
        fields: { code: { from: code.value, type: C20 } }
support: documented
`;

export const province = `id: fam/430000
title: 湖南
extends: fam/national
source: 湖南规范
`;

const functions = { traceCode: () => undefined, visitNumber: () => undefined };

/** Says at its end what it stands on, so that the mistakes stand where they are counted. */
export function levelled(text: string): string {
  return /^support:/m.test(text) ? text : `${text}\nsupport: baseline\n`;
}

/** @param files the texts of profiles by file name. */
export function compile(files: Readonly<Record<string, string>>) {
  const sources = Object.entries(files).map(([file, text]) => readProfile(levelled(text), `mappings/fam/${file}`));
  return compileSources(sources, () => ({ functions, exampleDir: '' }));
}

/** The province with something wrong from its fifth line on. */
export const here = 'mappings/fam/430000-hunan.yaml';
export const chain = '[fam/430000 < fam/national]';

/** @returns what it throws. */
export function messageOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof Error) return error.message;
  }
  return 'nothing was thrown';
}
