/** Why a text cannot be a trace code: a code of another kind was given in its place. Everything else is kept, at worst as opaque. */
export type CodeProblemKind = 'CODE_BLANK' | 'CODE_IS_GTIN' | 'CODE_IS_NHSA_CODE' | 'CODE_IS_APPROVAL_NUMBER';

export interface CodeProblem {
  readonly problem: CodeProblemKind;
  readonly message: { readonly zh: string; readonly en: string };
}

/** One text per problem; also listed in the error catalogue. */
export const codeProblemMessages: Readonly<Record<CodeProblemKind, CodeProblem['message']>> = {
  CODE_BLANK: {
    zh: '追溯码为空白。请删除该项，或重新扫码。',
    en: 'The trace code is blank. Remove it or scan again.',
  },
  CODE_IS_GTIN: {
    zh: '这是商品码（69码/GTIN/药品本位码），不是追溯码：它只标识品种，不标识这一盒。请扫描药盒上的追溯码；商品码请填在 product.gtin。',
    en: 'This is a product code (EAN/GTIN or 药品本位码), not a trace code: it names the product, not this pack. Scan the trace code on the pack; the product code belongs in product.gtin.',
  },
  CODE_IS_NHSA_CODE: {
    zh: '这是国家医保药品/耗材代码，不是追溯码。请扫描药盒上的追溯码；医保代码请填在 product.nhsaCode。',
    en: 'This is a national insurance (国家医保) product code, not a trace code. Scan the trace code on the pack; the insurance code belongs in product.nhsaCode.',
  },
  CODE_IS_APPROVAL_NUMBER: {
    zh: '这是药品批准文号，不是追溯码。请扫描药盒上的追溯码；批准文号请填在 product.approvalNo。',
    en: 'This is a drug approval number, not a trace code. Scan the trace code on the pack; the number belongs in product.approvalNo.',
  },
};

/** @returns the problem with its message in both languages. */
export function codeProblem(problem: CodeProblemKind): CodeProblem {
  return { problem, message: codeProblemMessages[problem] };
}
