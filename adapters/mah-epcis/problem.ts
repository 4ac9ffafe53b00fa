import { type CallContext, classifyNative, type Fault, type NativeResponse } from '../contract/index.ts';
import { faultFromStatus } from '../kit/http.ts';
import { isObject, type JsonValue, jsonObjectOf } from '../kit/json.ts';
import { ownFaults } from './faults.ts';
import { scrub } from './privacy.ts';
import { exceptionIn } from './xml-reply.ts';

export interface Problem {
  /** `ValidationException`: the last part of the problem type. */
  readonly exception: string;
  readonly message: string;
}

/** The statuses an exception may come with (REST bindings of EPCIS 2.0 §12); with another one its word is not taken. */
export const statuses: Readonly<Record<string, readonly number[]>> = {
  ValidationException: [400],
  QueryValidationException: [400],
  QueryParameterException: [400],
  SecurityException: [401, 403],
  NoSuchNameException: [404],
  NoSuchResourceException: [404],
  NotAcceptableException: [406],
  ResourceAlreadyExistsException: [409],
  CaptureLimitExceededException: [413],
  QueryTooLargeException: [413],
  QueryTooComplexException: [413],
  URITooLongException: [414],
  UnsupportedMediaTypeException: [415],
  IUnsupportedMediaTypeException: [415],
  ImplementationException: [500, 501],
};

/** @returns the fault of a reply whose status is no success. */
export function refusal(response: NativeResponse, effect: 'read' | 'write', context: CallContext): Fault {
  const problem = problemIn(response);
  const byStatus = faultFromStatus(response.status, response.headers, effect, context.now);
  if (problem === undefined || statuses[problem.exception]?.includes(response.status) !== true) return byStatus;
  const fault = classified(problem, context);
  if (fault.category === 'unknown-outcome' && effect === 'read') return { ...fault, category: 'unavailable' };
  return byStatus.retryAfterMs === undefined ? fault : { ...fault, retryAfterMs: byStatus.retryAfterMs };
}

/** @returns the fault of an exception; one that neither profile nor adapter knows is an unknown outcome. */
export function classified({ exception, message }: Problem, { profile }: CallContext): Fault {
  const otherwise = { category: 'unknown-outcome', code: 'EPCIS_UNDOCUMENTED_EXCEPTION' } as const;
  return classifyNative([profile.faults, ownFaults], exception, scrub(message), otherwise);
}

/** @returns the fault of a reply that says nothing we know. */
export function alien(reason: string): Fault {
  return { category: 'contract-broken', code: 'EPCIS_ALIEN_REPLY', nativeMessage: reason };
}

/** Reads a problem document (RFC 7807). @returns undefined when its type is no exception of EPCIS. */
export function problemOf(value: JsonValue | undefined): Problem | undefined {
  if (!isObject(value) || typeof value.type !== 'string') return undefined;
  const [, exception] = /^(?:.*[:/#])?([A-Za-z]{3,60}Exception)$/.exec(value.type) ?? [];
  if (exception === undefined) return undefined;
  const words = [value.title, value.detail].filter((word) => typeof word === 'string');
  return { exception, message: words.join(': ') };
}

function problemIn(response: NativeResponse): Problem | undefined {
  return problemOf(jsonObjectOf(response.body)) ?? exceptionIn(response);
}
