import type { Caller } from './authenticate.ts';
import type { Language } from './language.ts';
import type { Reply } from './reply.ts';

/** A request that has passed authentication, role and the checks of the OpenAPI document. */
export interface ApiRequest<Body = unknown, Query = object> {
  readonly caller: Caller;
  readonly requestId: string;
  readonly language: Language;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Query;
  /** Documented headers, lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Body;
}

/** Serves one operation. Method syntax lets a route name the body type that the document guarantees. */
export interface Route {
  /** The route checks the body itself (per item). */
  readonly checksBody?: true;
  handle(request: ApiRequest): Promise<Reply>;
}

/** operationId → route */
export type Routes = Readonly<Record<string, Route>>;
