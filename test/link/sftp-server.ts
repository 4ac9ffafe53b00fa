import { generateKeyPairSync } from 'node:crypto';
import type { AddressInfo, Socket } from 'node:net';
import ssh2, { type Connection, type SFTPWrapper } from 'ssh2';

const { OPEN_MODE, STATUS_CODE, fileEntry } = { ...ssh2.utils.sftp, fileEntry: 0o100644 };

/** Where the server spoils things: it answers with a status and text, says nothing, or cuts the connection. */
export type Spoil = { readonly status: number; readonly text: string } | 'silent' | 'cut' | 'cut-after';

export interface SftpServer {
  readonly port: number;
  readonly fingerprint: string;
  /** Absolute path → content; folders are the keys with undefined. */
  readonly files: Map<string, Buffer | undefined>;
  /** SFTP request name (OPEN, WRITE, RENAME …) → what happens to the next one. */
  readonly spoil: Map<string, Spoil>;
  readonly requests: string[];
  connections(): number;
  cutAll(): void;
  close(): Promise<void>;
}

/** A small SFTP server over memory: one account by password (pos / secret), one by key. */
export async function sftpServer(clientKey?: string): Promise<SftpServer> {
  const hostKey = newKey();
  const parsed = ssh2.utils.parseKey(hostKey);
  if (parsed instanceof Error) throw parsed;
  const fingerprint = await sha256(parsed.getPublicSSH());
  const known = clientKey === undefined ? undefined : ssh2.utils.parseKey(clientKey);
  const files = new Map<string, Buffer | undefined>([['/drop', undefined]]);
  const spoil = new Map<string, Spoil>();
  const requests: string[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;

  const server = new ssh2.Server({ hostKeys: [hostKey] }, (client: Connection) => {
    client.on('error', () => undefined);
    client.on('authentication', (auth) => {
      if (auth.method === 'password' && auth.username === 'pos' && auth.password === 'secret') return auth.accept();
      if (auth.method === 'publickey' && known !== undefined && !(known instanceof Error)) {
        const same = auth.key.data.equals(known.getPublicSSH());
        if (same && (auth.blob === undefined || auth.signature === undefined)) return auth.accept();
        if (same && known.verify(auth.blob ?? Buffer.alloc(0), auth.signature ?? Buffer.alloc(0), auth.hashAlgo))
          return auth.accept();
      }
      auth.reject(['password', 'publickey']);
    });
    client.on('ready', () => {
      client.on('session', (acceptSession) => {
        acceptSession().on('sftp', (acceptSftp) => serve(acceptSftp(), () => [...sockets].at(-1)));
      });
    });
  });

  function serve(sftp: SFTPWrapper, socket: () => Socket | undefined): void {
    const handles = new Map<number, { path: string; listed: boolean }>();
    let next = 1;
    const open = (path: string): Buffer => {
      const id = next;
      next += 1;
      handles.set(id, { path, listed: false });
      const handle = Buffer.alloc(4);
      handle.writeUInt32BE(id);
      return handle;
    };
    const at = (handle: Buffer) => handles.get(handle.readUInt32BE(0)) ?? { path: '', listed: true };
    /** @returns true when the request was spoilt. */
    const spoilt = (name: string, reqId: number, apply: () => void): boolean => {
      requests.push(name);
      const how = spoil.get(name);
      if (how === undefined) return false;
      spoil.delete(name);
      if (how === 'cut-after') apply();
      if (how === 'cut' || how === 'cut-after') socket()?.destroy();
      else if (how !== 'silent') sftp.status(reqId, how.status, how.text);
      return true;
    };
    const attrs = (path: string) => ({
      mode: files.get(path) === undefined ? 0o040755 : fileEntry,
      uid: 0,
      gid: 0,
      size: files.get(path)?.length ?? 0,
      atime: 0,
      mtime: 0,
    });
    sftp.on('OPEN', (reqId, path, flags) => {
      if (spoilt('OPEN', reqId, () => undefined)) return;
      if ((flags & OPEN_MODE.WRITE) !== 0) files.set(path, Buffer.alloc(0));
      if (files.get(path) === undefined) return sftp.status(reqId, STATUS_CODE.NO_SUCH_FILE);
      sftp.handle(reqId, open(path));
    });
    sftp.on('WRITE', (reqId, handle, offset, data) => {
      if (spoilt('WRITE', reqId, () => undefined)) return;
      const { path } = at(handle);
      const old = files.get(path) ?? Buffer.alloc(0);
      const grown = Buffer.alloc(Math.max(old.length, offset + data.length));
      old.copy(grown);
      data.copy(grown, offset);
      files.set(path, grown);
      sftp.status(reqId, STATUS_CODE.OK);
    });
    sftp.on('READ', (reqId, handle, offset, length) => {
      if (spoilt('READ', reqId, () => undefined)) return;
      const part = files.get(at(handle).path)?.subarray(offset, offset + length) ?? Buffer.alloc(0);
      if (part.length === 0) sftp.status(reqId, STATUS_CODE.EOF);
      else sftp.data(reqId, part);
    });
    sftp.on('CLOSE', (reqId) => sftp.status(reqId, STATUS_CODE.OK));
    sftp.on('FSTAT', (reqId, handle) => sftp.attrs(reqId, attrs(at(handle).path)));
    sftp.on('STAT', (reqId, path) => {
      if (spoilt('STAT', reqId, () => undefined)) return;
      if (files.has(path)) sftp.attrs(reqId, attrs(path));
      else sftp.status(reqId, STATUS_CODE.NO_SUCH_FILE);
    });
    sftp.on('OPENDIR', (reqId, path) => {
      if (files.has(path)) sftp.handle(reqId, open(path));
      else sftp.status(reqId, STATUS_CODE.NO_SUCH_FILE);
    });
    sftp.on('READDIR', (reqId, handle) => {
      const folder = at(handle);
      if (folder.listed) return sftp.status(reqId, STATUS_CODE.EOF);
      folder.listed = true;
      const inside = [...files.keys()].filter((path) => path.startsWith(`${folder.path}/`));
      sftp.name(
        reqId,
        inside.map((path) => ({ filename: path.slice(folder.path.length + 1), longname: path, attrs: attrs(path) })),
      );
    });
    sftp.on('REMOVE', (reqId, path) => {
      requests.push('REMOVE');
      sftp.status(reqId, files.delete(path) ? STATUS_CODE.OK : STATUS_CODE.NO_SUCH_FILE);
    });
    sftp.on('RENAME', (reqId, from, to) => {
      const apply = (): void => {
        files.set(to, files.get(from));
        files.delete(from);
      };
      if (spoilt('RENAME', reqId, apply)) return;
      if (files.has(to)) return sftp.status(reqId, STATUS_CODE.FAILURE);
      apply();
      sftp.status(reqId, STATUS_CODE.OK);
    });
  }

  const inner = Reflect.get(server, '_srv');
  inner.on('connection', (socket: Socket) => {
    connections += 1;
    socket.setNoDelay(true);
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const cutAll = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port,
    fingerprint,
    files,
    spoil,
    requests,
    connections: () => connections,
    cutAll,
    close: () =>
      new Promise((resolve) => {
        cutAll();
        server.close(() => resolve());
      }),
  };
}

/** A private key as PEM (SEC 1), which both sides read. */
export function newKey(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  return privateKey.export({ type: 'sec1', format: 'pem' }).toString();
}

async function sha256(key: Buffer): Promise<string> {
  const digest = Buffer.from(await crypto.subtle.digest('SHA-256', new Uint8Array(key)));
  return `SHA256:${digest.toString('base64').replace(/=+$/, '')}`;
}
