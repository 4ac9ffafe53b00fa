import type { ApiDocument, Parameter, Schema } from '../openapi/document.ts';
import { resolveParameter } from '../openapi/operations.ts';
import { type Html, html } from './html.ts';
import { typeText } from './schemas.ts';

/** @returns one section per tag, in the order of the document. */
export function operationSections(document: ApiDocument): Html[] {
  const operations = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([method]) => method !== 'servers')
      .map(([method, operation]) => ({ path, method, ...(operation as Described) })),
  );
  return document.tags.map(
    ({ name, description }) => html`<h2 id="tag-${name}">${name}</h2><p>${description}</p>
${operations.filter(({ tags }) => tags.includes(name)).map((operation) => operationSection(operation, document))}`,
  );
}

/** What a documented operation says for people; the document is our own file. */
interface Described {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description?: string;
  readonly 'x-role'?: string;
  readonly parameters?: ReadonlyArray<Parameter | { readonly $ref: string }>;
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<
    Record<string, { readonly $ref?: string; readonly description?: string; readonly content?: Content }>
  >;
}

type Content = Readonly<Record<string, { readonly schema: Schema }>>;

function operationSection(operation: Described & { path: string; method: string }, document: ApiDocument): Html {
  const { method, path, operationId, summary, description = '', parameters = [], requestBody, responses } = operation;
  const role = operation['x-role'];
  return html`<h3 id="${operationId}"><span class="method">${method}</span> <code>${path}</code></h3>
<p>${summary}.${role === undefined ? '' : html` <span class="role">${role} key</span>`}</p>
<p>${description}</p>
${parameters.length === 0 ? '' : html`<table><tr><th>parameter</th><th>in</th><th>type</th><th></th></tr>${parameters.map((given) => parameterRow(resolveParameter(document, given)))}</table>`}
${requestBody === undefined ? '' : html`<p>Body: ${contentText(requestBody.content)}</p>`}
<table><tr><th>status</th><th>reply</th></tr>${Object.entries(responses).map(
    ([status, response]) =>
      html`<tr><td>${status}</td><td>${response.$ref === undefined ? html`${response.description ?? ''}: ${contentText(response.content ?? {})}` : html`<a href="#problems">problem</a>`}</td></tr>`,
  )}</table>`;
}

function parameterRow({ name, in: place, required, schema, description = '' }: Parameter): Html {
  return html`<tr><td><code>${name}</code>${required === true ? ' *' : ''}</td><td>${place}</td><td>${typeText(schema)}</td><td>${description}</td></tr>`;
}

function contentText(content: Content): Html[] {
  return Object.entries(content).map(([mediaType, { schema }]) => html`<code>${mediaType}</code> ${typeText(schema)} `);
}
