import { setImmediate as nextTurn } from 'node:timers/promises';
import { analyse } from '../../../mappings/codes/index.ts';
import type { ApiRequest, Routes } from '../api-request.ts';
import type { CodeAnalysis, RecogniseRequest } from '../openapi.generated.ts';
import { analysisView } from '../views/analysis-view.ts';

/** Texts looked at before other requests get their turn: some 5 ms of work. */
const SLICE = 500;

/** Recognition without an event: nothing is stored. */
export const recogniseRoutes: Routes = {
  recogniseCodes: {
    async handle({ body }: ApiRequest<RecogniseRequest>) {
      const items: CodeAnalysis[] = [];
      for (let from = 0; from < body.codes.length; from += SLICE) {
        if (from > 0) await nextTurn();
        for (const text of body.codes.slice(from, from + SLICE)) items.push(analysisView(analyse(text)));
      }
      return { status: 200, body: { items } };
    },
  },
};
