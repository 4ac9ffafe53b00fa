import { describeErrors } from '../../../mappings/schema-messages.ts';
import type { ApiRequest, Routes } from '../api-request.ts';
import { say } from '../language.ts';
import type { LookupList, LookupRequest, LookupResult } from '../openapi.generated.ts';
import { bodyErrors, ProblemError } from '../problem.ts';
import type { HttpServices } from '../services.ts';
import { faultView } from '../views/delivery-view.ts';
import { given, instant } from '../views/given.ts';
import { readerOf } from './reader.ts';

/** How long a look-up may take when nobody says. */
const defaultTimeoutMs = 10_000;

/** Look-ups: what may be asked of a link's platform, and asking it. */
export function lookupRoutes(services: HttpServices): Routes {
  const { links, lookups, directory, clock } = services;

  return {
    listLookups: {
      async handle({ params, language }) {
        const found = lookups.list(params.link ?? '');
        if (found === undefined) throw new ProblemError('NOT_FOUND');
        const body: LookupList = {
          items: found.map(({ title, answers, params: schema, example, ...lookup }) => ({
            ...lookup,
            title: say(title, language),
            answers: say(answers, language),
            params: schema,
            example,
          })),
        };
        return { status: 200, body };
      },
    },
    askLookup: {
      async handle(request: ApiRequest<LookupRequest>) {
        const { link = '', operation = '' } = request.params;
        const { institution, params = {}, timeoutMs = defaultTimeoutMs } = request.body;
        const { tenant } = request.caller;
        const offered = lookups.list(link)?.some((lookup) => lookup.operation === operation);
        if (offered !== true || (await directory.get(tenant, institution)) === undefined)
          throw new ProblemError('NOT_FOUND');
        const { outcome, ageMs, errors } = await lookups.ask({
          tenant,
          institution,
          link,
          operation,
          params,
          timeoutMs,
        });
        if (errors !== undefined)
          throw new ProblemError('BODY_INVALID', { errors: bodyErrors(describeErrors(errors, '/params')) });
        const adapter = links.get(link)?.adapter.id ?? '';
        const body: LookupResult = {
          outcome: outcome.type === 'ok' || outcome.type === 'not-found' ? outcome.type : 'fault',
          asOf: instant(clock() - ageMs),
          ageMs: Math.round(ageMs),
          ...given({
            answer: outcome.type === 'ok' ? outcome.answer : undefined,
            codes: outcome.codes?.map((verdict) => ({ ...verdict })),
            fault:
              outcome.type === 'fault' ? faultView(outcome.fault, adapter, readerOf(request, services)) : undefined,
          }),
        };
        return { status: 200, body };
      },
    },
  };
}
