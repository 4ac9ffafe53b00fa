import type { SalePlace } from '../../verify/index.ts';
import type { ApiRequest, Routes } from '../api-request.ts';
import type { VerifyRequest } from '../openapi.generated.ts';
import { bodyErrors, ProblemError } from '../problem.ts';
import type { HttpServices } from '../services.ts';
import { verificationView } from '../views/verification-view.ts';

/** 0.8 s: a cashier scans the next pack. */
const defaultDeadlineMs = 800;

const regionMissing = {
  pointer: '/region',
  code: 'REGION_MISSING',
  message: {
    zh: '机构目录中没有该机构，请给出 region（医保区划）。',
    en: 'The directory does not know the institution: give its region.',
  },
} as const;

/** Before a sale. */
export function verifyRoutes({ verify, directory }: Pick<HttpServices, 'verify' | 'directory'>): Routes {
  /** @param given goes before what the directory says */
  async function placeOf(tenant: string, institution: string, given: string | undefined): Promise<SalePlace> {
    const entry = await directory.get(tenant, institution);
    const region = given ?? entry?.region;
    if (region === undefined) throw new ProblemError('BODY_INVALID', { errors: bodyErrors([regionMissing]) });
    return { region, ...(entry === undefined ? {} : { role: entry.role }) };
  }

  return {
    verifyCodes: {
      async handle({ caller, body }: ApiRequest<VerifyRequest>) {
        const { institution, codes, kind = 'retail-sale', split = false, deadlineMs = defaultDeadlineMs } = body;
        const order = { tenant: caller.tenant, institution, kind, split, codes, deadlineMs };
        const place = placeOf(caller.tenant, institution, body.region);
        return { status: 200, body: verificationView(await verify.verify(order, place)) };
      },
    },
  };
}
