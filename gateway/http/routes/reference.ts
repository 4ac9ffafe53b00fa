import { faultCategories } from '../../../adapters/contract/index.ts';
import type { Routes } from '../api-request.ts';
import type { CatalogueEntry, ErrorCatalogue } from '../error-catalogue.ts';
import { type Language, say } from '../language.ts';
import type { ApiDocument } from '../openapi/document.ts';
import type { ErrorEntry } from '../openapi.generated.ts';
import { given } from '../views/given.ts';

/** The error catalogue, the document itself and its readable form. */
export function referenceRoutes(
  { errorCatalogue }: { readonly errorCatalogue: ErrorCatalogue },
  document: ApiDocument,
  docsPage: string,
): Routes {
  const documentText = JSON.stringify(document);
  return {
    listErrors: {
      handle: async ({ language }) => ({
        status: 200,
        body: { items: errorCatalogue.entries.map((entry) => errorView(entry, language)) },
      }),
    },
    getOpenApi: { handle: async () => ({ status: 200, body: documentText }) },
    getDocs: { handle: async () => ({ status: 200, body: docsPage, contentType: 'text/html; charset=utf-8' }) },
  };
}

function errorView(entry: CatalogueEntry, language: Language): ErrorEntry {
  const { code, source, status, category, message, hint } = entry;
  const actor = category && faultCategories[category].actor;
  return {
    code,
    source,
    message: say(message, language),
    ...given({ status, category, actor, hint: hint && say(hint, language) }),
  };
}
