import { contentSecurityPolicy, loadConsole, type PageFile } from '../../console/index.ts';
import type { Routes } from '../api-request.ts';
import { ProblemError } from '../problem.ts';
import type { Reply } from '../reply.ts';

/** The page for operators, and the files it consists of. It holds no data: what it shows it asks of the API with the reader's key. */
export function consoleRoutes(): Routes {
  const { pages, files } = loadConsole();
  return {
    getConsole: { handle: async ({ language }) => show(pages[language]) },
    getConsoleFile: {
      async handle({ params }) {
        const file = files.get(params.file ?? '');
        if (file === undefined) throw new ProblemError('NOT_FOUND');
        return show(file);
      },
    },
  };
}

function show({ contentType, text }: PageFile): Reply {
  return { status: 200, body: text, contentType, headers: { 'Content-Security-Policy': contentSecurityPolicy } };
}
