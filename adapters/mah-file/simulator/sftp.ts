import type { Socket } from 'node:net';
import ssh2, { type Attributes, type SFTPWrapper } from 'ssh2';
import type { Drop, HandOver } from './drop.ts';
import { FolderError } from './folders.ts';

const { OPEN_MODE, STATUS_CODE } = ssh2.utils.sftp;
/** POSIX mode bits of a plain file and of a folder. */
const fileMode = 0o100640;
const folderMode = 0o040750;
const slowAnswerMs = 2_000;

interface Handle {
  readonly path: string;
  readonly writing: boolean;
  listed: boolean;
}

/** Serves SFTP version 3 on one channel: what a file drop needs, everything else is refused. */
export function serveSftp(sftp: SFTPWrapper, drop: Drop, socket: Socket, count: (operation: string) => void): void {
  const handles = new Map<number, Handle>();
  let lastHandle = 0;

  const opened = (reqId: number, path: string, writing = false): void => {
    lastHandle += 1;
    handles.set(lastHandle, { path, writing, listed: false });
    const handle = Buffer.alloc(4);
    handle.writeUInt32BE(lastHandle);
    sftp.handle(reqId, handle);
  };
  const at = (handle: Buffer): Handle => {
    const found = handle.length === 4 ? handles.get(handle.readUInt32BE(0)) : undefined;
    if (found === undefined) throw new FolderError(STATUS_CODE.FAILURE, 'Invalid handle');
    return found;
  };
  /** Runs a request; what the folders refuse becomes its status. */
  const answer = (operation: string, reqId: number, run: () => void): void => {
    count(operation);
    drop.look();
    try {
      run();
    } catch (error) {
      if (!(error instanceof FolderError)) throw error;
      sftp.status(reqId, error.code, error.message);
    }
  };
  const attributesOf = (path: string): Attributes => {
    const size = drop.folders.isFolder(path) ? 0 : drop.folders.read(path).length;
    return { mode: drop.folders.isFolder(path) ? folderMode : fileMode, uid: 0, gid: 0, size, atime: 0, mtime: 0 };
  };
  /** @returns true when a fault took the place of the answer. */
  const struck = (reqId: number, path: string): boolean => {
    const fault = drop.isTemporary(path) ? undefined : drop.reading(path);
    if (fault !== undefined) hide(sftp, reqId, fault, socket);
    return fault !== undefined;
  };

  sftp.on('OPEN', (reqId, path, flags) =>
    answer('OPEN', reqId, () => {
      if ((flags & OPEN_MODE.WRITE) === 0) {
        if (struck(reqId, path)) return;
        drop.folders.read(path);
        return opened(reqId, path);
      }
      if (drop.isTemporary(path)) drop.folders.write(path, Buffer.alloc(0));
      else drop.arrivedUnfinished(path);
      opened(reqId, path, true);
    }),
  );
  sftp.on('WRITE', (reqId, handle, offset, data) =>
    answer('WRITE', reqId, () => {
      const { path, writing } = at(handle);
      if (!writing || !drop.folders.has(path)) throw new FolderError(STATUS_CODE.FAILURE, 'File is gone');
      const held = drop.folders.read(path);
      const grown = Buffer.alloc(Math.max(held.length, offset + data.length));
      held.copy(grown);
      data.copy(grown, offset);
      drop.folders.write(path, grown);
      sftp.status(reqId, STATUS_CODE.OK);
    }),
  );
  sftp.on('READ', (reqId, handle, offset, length) =>
    answer('READ', reqId, () => {
      const part = drop.folders.read(at(handle).path).subarray(offset, offset + length);
      if (part.length === 0) sftp.status(reqId, STATUS_CODE.EOF);
      else sftp.data(reqId, part);
    }),
  );
  sftp.on('CLOSE', (reqId, handle) =>
    answer('CLOSE', reqId, () => {
      at(handle);
      handles.delete(handle.readUInt32BE(0));
      sftp.status(reqId, STATUS_CODE.OK);
    }),
  );
  sftp.on('FSTAT', (reqId, handle) => answer('FSTAT', reqId, () => sftp.attrs(reqId, attributesOf(at(handle).path))));
  const stat = (reqId: number, path: string): void =>
    answer('STAT', reqId, () => {
      if (!struck(reqId, path)) sftp.attrs(reqId, attributesOf(path));
    });
  sftp.on('STAT', stat);
  sftp.on('LSTAT', stat);
  sftp.on('REALPATH', (reqId, path) =>
    answer('REALPATH', reqId, () =>
      sftp.name(reqId, [{ filename: path, longname: path, attrs: attributesOf('/drop') }]),
    ),
  );
  sftp.on('OPENDIR', (reqId, path) =>
    answer('OPENDIR', reqId, () => {
      if (struck(reqId, path)) return;
      if (!drop.folders.isFolder(path)) throw new FolderError(STATUS_CODE.NO_SUCH_FILE, 'No such file');
      opened(reqId, path);
    }),
  );
  sftp.on('READDIR', (reqId, handle) =>
    answer('READDIR', reqId, () => {
      const folder = at(handle);
      if (folder.listed) return sftp.status(reqId, STATUS_CODE.EOF);
      folder.listed = true;
      const names = drop.folders.list(folder.path).map(({ name }) => ({
        filename: name,
        longname: name,
        attrs: attributesOf(`${folder.path}/${name}`),
      }));
      if (names.length === 0) sftp.status(reqId, STATUS_CODE.EOF);
      else sftp.name(reqId, names);
    }),
  );
  sftp.on('REMOVE', (reqId, path) =>
    answer('REMOVE', reqId, () => {
      drop.folders.remove(path);
      sftp.status(reqId, STATUS_CODE.OK);
    }),
  );
  sftp.on('RENAME', (reqId, from, to) =>
    answer('RENAME', reqId, () => {
      if (!drop.isTemporary(from) || drop.isTemporary(to))
        throw new FolderError(STATUS_CODE.PERMISSION_DENIED, 'Permission denied');
      handedOver(sftp, reqId, drop.handOver(from, to), socket);
    }),
  );
}

/** The faults that hide the server: nothing was done. */
function hide(sftp: SFTPWrapper, reqId: number, fault: HandOver['hidden'], socket: Socket): void {
  if (fault === 'reset') socket.resetAndDestroy();
  else if (fault === 'limit') sftp.status(reqId, STATUS_CODE.FAILURE, 'Too many requests');
  // `hang` and `dark` say nothing at all.
  else if (fault !== 'hang' && fault !== 'dark') sftp.status(reqId, STATUS_CODE.FAILURE, 'Failure');
}

/** The answer to a rename; faults that concern the receipt leave it as it is. */
function handedOver(sftp: SFTPWrapper, reqId: number, { hidden, spoilt, ms }: HandOver, socket: Socket): void {
  const agree = (): void => sftp.status(reqId, STATUS_CODE.OK);
  if (hidden !== undefined) hide(sftp, reqId, hidden, socket);
  else if (spoilt === 'apply-reset') socket.resetAndDestroy();
  else if (spoilt === 'delay' || spoilt === 'drip') {
    const timer = setTimeout(agree, ms ?? slowAnswerMs);
    socket.once('close', () => clearTimeout(timer));
  } else if (spoilt !== 'apply-hang') agree();
}
