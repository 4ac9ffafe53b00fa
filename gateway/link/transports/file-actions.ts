import type { FileAction, NativeResponse } from '../../../adapters/contract/index.ts';
import type { TransportFailureCode } from './contract.ts';
import type { FileSession } from './file-session.ts';

/** Status codes of the SFTP protocol, draft-ietf-secsh-filexfer-02 §7; from 11 on of -13 §9.1, which some servers send too. */
const END_OF_FILE = 1;
const httpStatus: Readonly<Record<number, number>> = { 2: 404, 3: 403, 11: 409, 12: 403, 14: 507, 15: 507 };
/** Version 3 has no code for a full disk; servers say it in the text, if at all. */
const noSpace = /no space|quota|disk (?:is )?full|ENOSPC|EDQUOT/i;
const readChunkBytes = 32_768;

export type FileStep = 'login' | 'write' | 'rename' | 'read' | 'find' | 'list';

/** How far an action has come: what a broken connection means depends on it. */
export interface FileProgress {
  /** The rename has been asked for and not been answered: from here on nobody knows without looking. */
  handingOver: boolean;
  answered: boolean;
}

/** The server's own refusal of one step. */
class StepRefused extends Error {
  override readonly name = 'StepRefused';
  readonly code: number;
  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

/** Ends an action without a reply. */
export class ActionFailed extends Error {
  override readonly name = 'ActionFailed';
  readonly code: TransportFailureCode;
  constructor(code: TransportFailureCode) {
    super(code);
    this.code = code;
  }
}

/**
 * Performs one action, its paths already absolute.
 * @returns the reply in the form of NativeResponse (adapters/contract/wire.ts)
 * @throws ActionFailed REPLY_TOO_LARGE; anything else that is thrown means that the connection broke
 */
export function perform(
  session: FileSession,
  action: FileAction,
  progress: FileProgress,
  maxBytes: number,
  relative: (path: string) => string,
): Promise<NativeResponse> {
  switch (action.type) {
    case 'write':
      return write(session, action, progress, relative);
    case 'read':
      return step('read', async () => bytesReply(await read(session, action.path, maxBytes, progress)));
    case 'find':
      return step('find', async () => {
        const found: string[] = [];
        for (const path of action.paths) if (await exists(session, path, progress)) found.push(relative(path));
        return jsonReply(200, { found });
      });
    case 'list':
      return step('list', async () => jsonReply(200, await list(session, action.path, action.limit, progress)));
  }
}

async function write(
  session: FileSession,
  { path, temporaryPath, content }: Extract<FileAction, { type: 'write' }>,
  progress: FileProgress,
  relative: (path: string) => string,
): Promise<NativeResponse> {
  const { sftp } = session;
  const bytes = Buffer.from(content);
  const done = jsonReply(201, { path: relative(path), bytes: bytes.length });
  const written = await step('write', async () => {
    const handle = await ask<Buffer>(progress, (done) => sftp.open(temporaryPath, 'w', done));
    await ask(progress, (done) => sftp.write(handle, bytes, 0, bytes.length, 0, done));
    await ask(progress, (done) => sftp.close(handle, done));
    const { size } = await ask<{ size: number }>(progress, (done) => sftp.stat(temporaryPath, done));
    if (size !== bytes.length) throw new StepRefused(0, `${size} of ${bytes.length} bytes were stored`);
    return done;
  });
  if (written.status !== 201) return cleared(session, temporaryPath, written);
  progress.handingOver = true;
  const renamed = await step('rename', async () => {
    await ask(progress, (done) => sftp.rename(temporaryPath, path, done));
    return done;
  });
  if (renamed.status === 201) return renamed;
  progress.handingOver = false;
  // Version 3 has no code for "exists" either: what stands there tells.
  const refused = (await exists(session, path, progress)) ? { ...renamed, status: 409 } : renamed;
  return cleared(session, temporaryPath, refused);
}

/** Takes a temporary file away again; when that fails too, it stays as a file that nobody takes for a whole one. */
async function cleared(session: FileSession, path: string, refused: NativeResponse): Promise<NativeResponse> {
  await new Promise<void>((resolve) => session.sftp.unlink(path, () => resolve()));
  return refused;
}

async function read({ sftp }: FileSession, path: string, maxBytes: number, progress: FileProgress): Promise<Buffer> {
  const handle = await ask<Buffer>(progress, (done) => sftp.open(path, 'r', done));
  const { size } = await ask<{ size: number }>(progress, (done) => sftp.fstat(handle, done));
  if (size > maxBytes) throw new ActionFailed('REPLY_TOO_LARGE');
  const content = Buffer.alloc(size);
  let length = 0;
  while (length < size) {
    const wanted = Math.min(readChunkBytes, size - length);
    const got = await ask<number>(progress, (done) => sftp.read(handle, content, length, wanted, length, done));
    if (got === 0) break;
    length += got;
  }
  await ask(progress, (done) => sftp.close(handle, done));
  return content.subarray(0, length);
}

async function exists({ sftp }: FileSession, path: string, progress: FileProgress): Promise<boolean> {
  try {
    await ask(progress, (done) => sftp.stat(path, done));
    return true;
  } catch (error) {
    if (error instanceof StepRefused && httpStatus[error.code] === 404) return false;
    throw error;
  }
}

async function list({ sftp }: FileSession, path: string, limit: number, progress: FileProgress) {
  const handle = await ask<Buffer>(progress, (done) => sftp.opendir(path, done));
  const entries: Array<{ readonly name: string; readonly size: number; readonly folder: boolean }> = [];
  let more = true;
  while (more && entries.length <= limit) {
    const names = await ask<ReadonlyArray<{ filename: string; attrs: { size: number; isDirectory(): boolean } }>>(
      progress,
      (done) => sftp.readdir(handle, done),
    ).catch((error: unknown) => {
      if (error instanceof StepRefused && error.code === END_OF_FILE) return undefined;
      throw error;
    });
    more = names !== undefined;
    for (const { filename, attrs } of names ?? [])
      if (filename !== '.' && filename !== '..')
        entries.push({ name: filename, size: attrs.size, folder: attrs.isDirectory() });
  }
  await ask(progress, (done) => sftp.close(handle, done));
  return { entries: entries.slice(0, limit), more: entries.length > limit };
}

/** One question to the server. @throws StepRefused for its own refusal, the library's error when the connection broke */
function ask<T>(progress: FileProgress, put: (done: (error: unknown, value?: T) => void) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    put((error, value) => {
      const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
      if (error === undefined || error === null || typeof code === 'number') progress.answered = true;
      if (error === undefined || error === null) resolve(value as T);
      else reject(typeof code === 'number' ? new StepRefused(code, messageOf(error)) : error);
    });
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : '';
}

async function step(name: FileStep, run: () => Promise<NativeResponse>): Promise<NativeResponse> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof StepRefused) return refusal(name, error.code, error.message);
    throw error;
  }
}

/** A refusal of the server as a reply. */
export function refusal(name: FileStep, code: number, message: string): NativeResponse {
  const full = name === 'write' && noSpace.test(message) ? 507 : undefined;
  const status = name === 'login' ? 401 : (full ?? httpStatus[code] ?? 500);
  return jsonReply(status, { step: name, code, message });
}

function jsonReply(status: number, value: unknown): NativeResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify(value)) };
}

function bytesReply(body: Buffer): NativeResponse {
  return { status: 200, headers: {}, body };
}
