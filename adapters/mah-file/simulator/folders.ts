/** Thrown for what a file system does not do; `code` is the SFTP status (draft-ietf-secsh-filexfer-02 §7). */
export class FolderError extends Error {
  override readonly name = 'FolderError';
  readonly code: number;
  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

const NO_SUCH_FILE = 2;
const PERMISSION_DENIED = 3;
const FAILURE = 4;

/** The folders of one account, in memory: `/drop` with its sub-folders, two levels and no more. */
export class Folders {
  readonly #folders: ReadonlySet<string>;
  readonly #writable: string;
  readonly #quotaBytes: number;
  readonly #files = new Map<string, Buffer>();

  constructor(root: string, names: readonly string[], writable: string, quotaBytes: number) {
    this.#folders = new Set([root, ...names.map((name) => `${root}/${name}`)]);
    this.#writable = `${root}/${writable}/`;
    this.#quotaBytes = quotaBytes;
  }

  isFolder(path: string): boolean {
    return this.#folders.has(path);
  }

  /** @returns the content. @throws FolderError */
  read(path: string): Buffer {
    const content = this.#files.get(path);
    if (content === undefined) throw new FolderError(NO_SUCH_FILE, 'No such file');
    return content;
  }

  has(path: string): boolean {
    return this.#files.has(path);
  }

  /** A partner writes: only into the inbox, and only as much as fits. @throws FolderError */
  write(path: string, content: Buffer): void {
    this.#checkPartner(path);
    const others = [...this.#files].reduce((sum, [name, held]) => sum + (name === path ? 0 : held.length), 0);
    if (others + content.length > this.#quotaBytes) throw new FolderError(FAILURE, 'No space left on device');
    this.#files.set(path, content);
  }

  /** A partner renames inside the inbox, never over an existing file. @throws FolderError */
  rename(from: string, to: string): void {
    this.#checkPartner(from);
    this.#checkPartner(to);
    const content = this.read(from);
    if (this.#files.has(to)) throw new FolderError(FAILURE, 'Failure');
    this.#files.delete(from);
    this.#files.set(to, content);
  }

  /** @throws FolderError */
  remove(path: string): void {
    this.#checkPartner(path);
    if (!this.#files.delete(path)) throw new FolderError(NO_SUCH_FILE, 'No such file');
  }

  /** The manufacturer's own hand: no rules, no quota; without content the file goes. */
  put(path: string, content: Buffer | undefined): void {
    if (content === undefined) this.#files.delete(path);
    else this.#files.set(path, content);
  }

  /** Names in a folder. */
  list(folder: string): ReadonlyArray<{ readonly name: string; readonly folder: boolean; readonly size: number }> {
    const inside = (path: string) => path.startsWith(`${folder}/`) && !path.slice(folder.length + 1).includes('/');
    const name = (path: string) => path.slice(folder.length + 1);
    return [
      ...[...this.#folders].filter(inside).map((path) => ({ name: name(path), folder: true, size: 0 })),
      ...[...this.#files]
        .filter(([path]) => inside(path))
        .map(([path, content]) => ({
          name: name(path),
          folder: false,
          size: content.length,
        })),
    ];
  }

  #checkPartner(path: string): void {
    const isInside = path.startsWith(this.#writable) && !path.slice(this.#writable.length).includes('/');
    if (!isInside) throw new FolderError(PERMISSION_DENIED, 'Permission denied');
  }
}
