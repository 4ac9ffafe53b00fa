import { createHash } from 'node:crypto';
import type { ErrorCatalogue } from '../error-catalogue.ts';
import type { ApiDocument } from '../openapi/document.ts';
import { anchor } from '../problem.ts';
import { type Html, html } from './html.ts';
import { operationSections } from './operations.ts';
import { schemaSections } from './schemas.ts';
import { style } from './style.ts';

/** CSP source for the page's style (CSP Level 3 §2.3.1). */
export const docsStyleHash = `'sha256-${createHash('sha256').update(style).digest('base64')}'`;

/** @returns /docs: the OpenAPI document and the error catalogue for people; one file, no script, nothing loaded. */
export function buildDocsPage(document: ApiDocument, errorCatalogue: ErrorCatalogue): string {
  const { title, version, description } = document.info;
  const page = html`<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><style>`;
  const rest = html`</style></head><body>
<h1>${title} ${version}</h1>
<p>${description}</p>
<p>The same for machines: <a href="/openapi.json">/openapi.json</a></p>
<nav><ul>${document.tags.map((tag) => html`<li><a href="#tag-${tag.name}">${tag.name}</a>: ${tag.description}</li>`)}
<li><a href="#schemas">schemas</a></li><li><a href="#problems">problems</a></li><li><a href="#faults">faults of deliveries</a></li></ul></nav>
${operationSections(document)}
<h2 id="schemas">Schemas</h2>
${schemaSections(document)}
${catalogueSections(errorCatalogue)}
</body></html>
`;
  return `<!doctype html>${page.text}${style}${rest.text}`;
}

function catalogueSections({ entries }: ErrorCatalogue): Html {
  const problems = entries.filter(({ source }) => source === 'api');
  const faults = entries.filter(({ source }) => source !== 'api');
  return html`<h2 id="problems">Problems</h2>
<p>Replies of status 400 and above. Act on <code>code</code>; <code>detail</code> is for people.</p>
<table><tr><th>code</th><th>status</th><th>meaning</th><th>what to do</th></tr>
${problems.map(
  ({
    code,
    status = '',
    message,
    hint,
  }) => html`<tr id="problem-${anchor(code)}"><td><code>${code}</code></td><td>${status}</td>
<td>${message.en}<br>${message.zh}</td><td>${hint?.en ?? ''}<br>${hint?.zh ?? ''}</td></tr>`,
)}</table>
<h2 id="faults">Faults of deliveries and refusals of intake</h2>
<table><tr><th>code</th><th>source</th><th>category</th><th>meaning</th><th>what to do</th></tr>
${faults.map(
  ({
    code,
    source,
    category = '',
    message,
    hint,
  }) => html`<tr><td><code>${code}</code></td><td>${source}</td><td>${category}</td>
<td>${message.en}<br>${message.zh}</td><td>${hint?.en ?? ''}<br>${hint?.zh ?? ''}</td></tr>`,
)}</table>`;
}
