import { countMembers, countMembersInText } from './json-members.ts';
import { findJsonFault } from './json-scan.ts';
import { ProblemError } from './problem.ts';

/** The deepest documented body, an array of events, nests 9 levels. */
const deepest = 32;

/**
 * Parses a request body. Refuses what JSON.parse would let pass: a member name repeated in one object (the last would silently
 * win) and hostile nesting.
 * @throws ProblemError BODY_NOT_JSON (with line and column), MEMBER_REPEATED, BODY_TOO_DEEP. Nothing of the input is quoted.
 */
export function parseJson(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    // The parser's own message quotes the input, which may hold personal data.
    if (error instanceof SyntaxError) throw syntaxProblem(text);
    throw error;
  }
  const members = countMembers(value, deepest);
  if (members === undefined) throw new ProblemError('BODY_TOO_DEEP');
  if (members !== countMembersInText(text)) throw repeatedProblem(text);
  return value;
}

function syntaxProblem(text: string): ProblemError {
  if (bracketsOf(text) > mostBracketsToSearch) return new ProblemError('BODY_NOT_JSON');
  const fault = findJsonFault(text);
  if (fault === undefined) return new ProblemError('BODY_NOT_JSON');
  const { line, column, pointer } = fault;
  const message = { zh: `第${line}行第${column}列有语法错误`, en: `syntax error at line ${line}, column ${column}` };
  return new ProblemError('BODY_NOT_JSON', { errors: [{ in: 'body', pointer, code: 'SYNTAX', message }] });
}

/** Beyond this the search for the place, which recurses, is not started; no document of a POS opens as many. */
const mostBracketsToSearch = 2_000;

function bracketsOf(text: string): number {
  return text.split(/[[{]/, mostBracketsToSearch + 2).length - 1;
}

function repeatedProblem(text: string): ProblemError {
  const fault = findJsonFault(text);
  if (fault === undefined) return new ProblemError('MEMBER_REPEATED');
  const { line, column, pointer } = fault;
  const message = { zh: `字段重复（第${line}行第${column}列）`, en: `repeated at line ${line}, column ${column}` };
  return new ProblemError('MEMBER_REPEATED', { errors: [{ in: 'body', pointer, code: 'MEMBER_REPEATED', message }] });
}
