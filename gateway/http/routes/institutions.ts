import type { ApiRequest, Routes } from '../api-request.ts';
import type { InstitutionInput } from '../openapi.generated.ts';
import { bodyErrors, ProblemError } from '../problem.ts';
import type { HttpServices } from '../services.ts';
import { institutionView } from '../views/institution-view.ts';

/** The directory of the caller's own tenant. */
export function institutionRoutes({ directory, dispatcher, logger }: HttpServices): Routes {
  return {
    getInstitution: {
      async handle({ caller, params }) {
        const entry = await directory.get(caller.tenant, params.code ?? '');
        if (entry === undefined) throw new ProblemError('NOT_FOUND');
        return { status: 200, body: institutionView(entry) };
      },
    },
    putInstitution: {
      async handle({ caller, params, body }: ApiRequest<InstitutionInput>) {
        const result = await directory.put(caller.tenant, { ...body, code: params.code ?? '' });
        if ('errors' in result) throw new ProblemError('BODY_INVALID', { errors: bodyErrors(result.errors) });
        const { entry } = result;
        logger.info('institution stored', { tenant: caller.tenant, institution: entry.code, detail: caller.actor });
        for (const link of Object.keys(entry.links)) dispatcher.wake(link);
        return { status: 200, body: institutionView(entry) };
      },
    },
    importInstitutions: {
      async handle({ caller, body }: ApiRequest<string>) {
        const result = await directory.importCsv(caller.tenant, body);
        if ('errors' in result) throw new ProblemError('BODY_INVALID', { errors: bodyErrors(result.errors) });
        const { institutions } = result;
        logger.info('institutions imported', { tenant: caller.tenant, count: institutions, detail: caller.actor });
        dispatcher.wake();
        return { status: 200, body: { institutions } };
      },
    },
  };
}
