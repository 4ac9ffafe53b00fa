import { SaxesParser } from 'saxes';
import { checkRelation, type ParsedItem, type Texts, UnreadableFileError } from '../../../mappings/catalogue/index.ts';
import { isDrugTraceCode } from '../../../mappings/codes/index.ts';

const packLevels = ['small', 'middle', 'large'] as const;
const codeRule = 'must be a drug trace code: 20 digits beginning with 8';
/** One element's attributes and texts; a relation file's largest has seven short ones. */
const maxTextLength = 65_536;

/**
 * Reads a relation file (关联关系) as producers upload it to 码上放心: Relation{productCode, cascade} / Batch{batchNo} / Code{curCode, packLayer
 * (1 the smallest), parentCode (absent on top)}; facts as attributes or as elements. Each prefix also tells its pack level.
 * In constant memory: a file of millions of codes is one element after another.
 */
export async function* readRelationXml(
  texts: Texts,
  options: { readonly source: string; readonly day: string },
): AsyncIterable<ParsedItem> {
  const found: ParsedItem[] = [];
  const parser = new SaxesParser();
  const told = new Set<string>();
  let facts: Record<string, string> = {};
  let open: string[] = [];
  let text = '';

  parser.on('error', (error) => {
    throw new UnreadableFileError(parser.line, `is no well-formed XML (${error.message.replace(/^[\d:\s]+/, '')})`);
  });
  parser.on('doctype', () => {
    throw new UnreadableFileError(parser.line, 'has a DOCTYPE, which no relation file needs');
  });
  parser.on('opentag', ({ name, attributes }) => {
    open.push(name);
    text = '';
    if (name === 'Code') facts = without(facts, ['curCode', 'packLayer', 'parentCode']);
    Object.assign(facts, attributes);
  });
  parser.on('text', (piece) => {
    text += piece;
    if (text.length > maxTextLength) throw new UnreadableFileError(parser.line, 'has a text longer than any fact');
  });
  parser.on('closetag', ({ name }) => {
    open = open.slice(0, -1);
    if (name !== 'Code' && text.trim() !== '') facts[name] = text.trim();
    text = '';
    if (name === 'Batch') facts = without(facts, ['batchNo']);
    if (name === 'Relation') facts = without(facts, ['cascade']);
    if (name !== 'Code') return;
    const { curCode = '', packLayer = '', parentCode = '', cascade = '', batchNo = '' } = facts;
    const wrong = isDrugTraceCode(curCode)
      ? isDrugTraceCode(parentCode) || parentCode === ''
        ? undefined
        : 'parentCode'
      : 'curCode';
    if (wrong !== undefined) {
      found.push({ type: 'problem', problem: { line: parser.line, column: wrong, message: codeRule } });
      return;
    }
    const given = { code: curCode, parent: parentCode, level: packLayer, packRatio: cascade, lot: batchNo };
    found.push(checkRelation(parser.line, given));
    const packLevel = packLevels[Number(packLayer) - 1];
    const prefix = curCode.slice(0, 7);
    if (packLevel === undefined || told.has(prefix)) return;
    told.add(prefix);
    const row = { prefix, packLevel, source: options.source, validFrom: options.day };
    found.push({ type: 'product', line: parser.line, row });
  });

  for await (const piece of texts) {
    parser.write(piece);
    yield* found.splice(0);
  }
  parser.close();
  yield* found.splice(0);
}

function without(facts: Record<string, string>, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(facts).filter(([name]) => !names.includes(name)));
}
