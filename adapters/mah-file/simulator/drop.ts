import type { DoorParts, SimFault } from '../../sim-kit/index.ts';
import { Folders } from './folders.ts';
import { Importer } from './importer.ts';
import { type Layout, layoutOf, root } from './layout.ts';
import type { Account, DropSettings } from './settings.ts';

/** What a fault makes of a hand-over, beside or instead of the answer. */
export interface HandOver {
  /** Struck before anything was done; the file stays under its temporary name. */
  readonly hidden?: SimFault;
  /** Done, but the answer is spoilt. */
  readonly spoilt?: SimFault;
  readonly ms?: number;
}

/** One account's drop: its folders, and the importer that empties them. */
export class Drop {
  readonly folders: Folders;
  readonly layout: Layout;
  readonly #importer: Importer;
  readonly #parts: DoorParts;

  constructor(account: Account, settings: DropSettings, parts: DoorParts) {
    this.layout = layoutOf(settings.style);
    this.folders = new Folders(root, this.layout.folders, this.layout.inboxFolder, settings.quotaBytes);
    this.#importer = new Importer(account, settings, this.layout, this.folders, parts.ledger);
    this.#parts = parts;
  }

  /** Lets the importer do what is due: called at every request, so that folders look as they would by now. */
  look(): void {
    this.#importer.work(this.#parts.now());
  }

  /** Where a fault order for reads strikes. @returns the fault, when there is one */
  reading(path: string): SimFault | undefined {
    return this.#parts.faults.take('before', { documentNos: this.#documentNos(path), effect: 'read' })?.fault;
  }

  /**
   * A file gets its own name: from now on it is the manufacturer's.
   * @throws FolderError
   */
  handOver(from: string, to: string): HandOver {
    const call = { documentNos: this.#documentNos(to), effect: 'write' as const };
    const hidden = this.#parts.faults.take('before', call);
    if (hidden !== undefined) {
      if (hidden.fault === 'dark') this.#parts.goDark(hidden.ms ?? 5_000);
      return { hidden: hidden.fault, ...(hidden.ms !== undefined && { ms: hidden.ms }) };
    }
    this.folders.rename(from, to);
    const spoilt = this.#parts.faults.take('after', call);
    this.#importer.arrived(nameOf(to), this.#parts.now(), spoilt?.fault);
    return { ...(spoilt && { spoilt: spoilt.fault }), ...(spoilt?.ms !== undefined && { ms: spoilt.ms }) };
  }

  /** A file opened under its own name is taken at once, empty as it is: who does not rename loses. */
  arrivedUnfinished(path: string): void {
    this.folders.write(path, Buffer.alloc(0));
    this.#importer.arrived(nameOf(path), this.#parts.now(), undefined);
  }

  isTemporary(path: string): boolean {
    return this.layout.isTemporary(nameOf(path));
  }

  #documentNos(path: string): readonly string[] {
    return [this.layout.documentNo(nameOf(path))];
  }
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
