import type { Request } from 'express';
import { describeErrors } from '../../mappings/schema-messages.ts';
import type { CheckedParameter, Operation } from './openapi/operations.ts';
import { bodyErrors, ProblemError, type ProblemPlace } from './problem.ts';

export interface CheckedParameters {
  readonly params: Record<string, string>;
  readonly query: Record<string, string | number>;
  readonly headers: Record<string, string>;
}

type Query = Readonly<Record<string, unknown>>;

/**
 * @returns a check of path, query and headers against the document: unknown query parameters are refused, defaults filled in.
 * It throws ProblemError PARAMETERS_INVALID with every error; NOT_FOUND when a path parameter cannot name anything.
 */
export function parameterCheck({ parameters }: Operation): (req: Request) => CheckedParameters {
  const known = new Set(parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name));
  return (req) => {
    const result: CheckedParameters = { params: {}, query: {}, headers: {} };
    const query = queryOf(req);
    const errors: ProblemPlace[] = unknownQuery(query, known);
    for (const parameter of parameters) {
      const given = givenValue(req, query, parameter);
      const value = given ?? parameter.schema.default;
      if (value === undefined) {
        if (parameter.required === true) errors.push(missing(parameter));
        continue;
      }
      const found = parameter.check(value);
      if (found.length > 0 && parameter.in === 'path') throw new ProblemError('NOT_FOUND');
      errors.push(...describeErrors(found, `/${parameter.name}`).map((error) => ({ ...error, in: parameter.in })));
      if (found.length > 0) continue;
      if (parameter.in === 'query' && (typeof value === 'string' || typeof value === 'number')) {
        result.query[parameter.name] = value;
      } else if (typeof value === 'string') {
        if (parameter.in === 'path') result.params[parameter.name] = value;
        else result.headers[parameter.name.toLowerCase()] = value;
      }
    }
    if (errors.length > 0) throw new ProblemError('PARAMETERS_INVALID', { errors });
    return result;
  };
}

const noQuery: Query = {};

/** Express parses the query anew each time `req.query` is read. */
function queryOf(req: Request): Query {
  return req.url.includes('?') ? req.query : noQuery;
}

function unknownQuery(query: Query, known: ReadonlySet<string>): ProblemPlace[] {
  return Object.keys(query)
    .filter((name) => !known.has(name))
    .map((name) => ({
      in: 'query',
      pointer: `/${name}`,
      code: 'FIELD_UNKNOWN',
      message: { zh: '未知参数', en: 'is not a known parameter' },
    }));
}

function missing({ in: place, name }: CheckedParameter): ProblemPlace {
  return { in: place, pointer: `/${name}`, code: 'FIELD_MISSING', message: { zh: '缺少必填参数', en: 'is required' } };
}

const wholeNumber = /^(0|[1-9][0-9]{0,14})$/;

/** Query text becomes a number only where the document declares one; a repeated parameter arrives as array and fails its type. */
function givenValue(req: Request, query: Query, { in: place, name, type }: CheckedParameter): unknown {
  if (place === 'path') return req.params[name];
  if (place === 'header') return req.headers[name.toLowerCase()];
  const text = query[name];
  return type === 'integer' && typeof text === 'string' && wholeNumber.test(text) ? Number(text) : text;
}

/** @throws ProblemError BODY_INVALID with the errors by JSON Pointer. */
export function checkBody(body: unknown, operation: Operation): void {
  const errors = operation.body?.check(body) ?? [];
  if (errors.length > 0) throw new ProblemError('BODY_INVALID', { errors: bodyErrors(describeErrors(errors)) });
}
