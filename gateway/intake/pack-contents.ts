import type { RecognisedCode, RecognisedLine } from '../../mappings/model/index.ts';
import type { CatalogueService } from '../catalogue/contract.ts';

/** As many as one document may carry. */
const maxContents = 10_000;

/**
 * Adds to every case the smallest packs inside, for the links that want those. A case of which not all is known stays whole, with a note: a
 * platform then hears of the case itself. Mixed cases (拼箱) and broken ones (零箱) are what they hold.
 * @returns the lines, and notes `<pointer>: <what>`.
 */
export async function addContents(
  tenant: string,
  lines: readonly RecognisedLine[],
  catalogue: Pick<CatalogueService, 'contentsOf'>,
): Promise<{ readonly lines: readonly RecognisedLine[]; readonly notes: readonly string[] }> {
  const notes: string[] = [];
  let left = maxContents;

  async function opened(code: RecognisedCode, pointer: string): Promise<RecognisedCode> {
    if (code.packLevel === 'small' || code.identifies !== undefined) return code;
    const contents = await catalogue.contentsOf(code.value, tenant);
    if (contents.type === 'whole') {
      if (code.packLevel !== undefined) notes.push(`${pointer}: PACK_CONTENTS_UNKNOWN`);
      return code;
    }
    if (contents.type === 'incomplete') {
      notes.push(`${pointer}: PACK_CONTENTS_INCOMPLETE`);
      return code;
    }
    if (contents.codes.length > left) {
      notes.push(`${pointer}: PACK_CONTENTS_TOO_MANY (${maxContents})`);
      return code;
    }
    left -= contents.codes.length;
    return { ...code, contents: contents.codes };
  }

  const result: RecognisedLine[] = [];
  for (const [index, line] of lines.entries()) {
    const codes: RecognisedCode[] = [];
    for (const [place, code] of line.codes.entries()) codes.push(await opened(code, `/lines/${index}/codes/${place}`));
    result.push(codes.some(({ contents }) => contents !== undefined) ? { ...line, codes } : line);
  }
  return { lines: result, notes };
}
