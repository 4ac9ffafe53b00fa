import { gzipSync } from 'node:zlib';
import { writeXml } from '../kit/xml-write.ts';
import { zipFile } from '../kit/zip.ts';
import type { DataDialect } from './dialect.ts';

type Message = Readonly<Record<string, unknown>>;

/**
 * Puts the business content into the form in which it travels; a message without content stays as it is.
 * @param fileName of the file in a zip archive, without its ending
 * @throws RequestError for text that no XML can hold
 */
export function withPackedData(message: Message, dialect: DataDialect, fileName: string): Message {
  const { name, form, content: contentForm, root } = dialect;
  const content = message[name];
  if (content === undefined || form === 'object') return message;
  const text = contentForm === 'xml' ? writeXml({ [root]: content }) : JSON.stringify(content);
  return { ...message, [name]: packed(text, form, `${fileName}.${contentForm}`) };
}

function packed(text: string, form: Exclude<DataDialect['form'], 'object'>, fileName: string): string {
  switch (form) {
    case 'text':
      return text;
    case 'zip-base64':
      return base64(zipFile(fileName, Buffer.from(text, 'utf8')));
    case 'gzip-base64':
      return base64(gzipSync(text));
  }
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
