import { readdirSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';

/** What a browser gets: text and media type. */
export interface PageFile {
  readonly contentType: string;
  readonly text: string;
}

export interface Console {
  /** The page, its `lang` set to what the reader prefers; the reader may switch on the page. */
  readonly pages: Readonly<Record<'en' | 'zh', PageFile>>;
  /** The page's script modules, style and icon by file name. */
  readonly files: ReadonlyMap<string, PageFile>;
}

/**
 * Content-Security-Policy of the page (CSP Level 3, Trusted Types): only files of this server run or style it, it talks to this
 * server alone, and no text can become markup or script: a stolen key would be worth a whole chain's deliveries.
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

const contentTypes: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};
const languageTags = { en: 'en', zh: 'zh-CN' } as const;

/** Reads the page once, at start. The files are served as they stand: no build step. */
export function loadConsole(): Console {
  const folder = new URL('client/', import.meta.url);
  const read = (name: string) => readFileSync(new URL(name, folder), 'utf8');
  const page = (language: 'en' | 'zh'): PageFile => ({
    contentType: 'text/html; charset=utf-8',
    text: read('index.html').replace('<html lang="en">', `<html lang="${languageTags[language]}">`),
  });
  const files = new Map<string, PageFile>();
  for (const name of readdirSync(folder)) {
    const contentType = contentTypes[extname(name)];
    if (contentType !== undefined) files.set(name, { contentType, text: read(name) });
  }
  return { pages: { en: page('en'), zh: page('zh') }, files };
}
