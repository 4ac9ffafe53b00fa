import type { Style } from './settings.ts';

/** The one folder that a link's endpoint names. */
export const root = '/drop';

/** Where one manufacturer keeps what, and how it names things. */
export interface Layout {
  readonly folders: readonly string[];
  readonly inboxFolder: string;
  inbox(file: string): string;
  /** undefined: files vanish. */
  done(file: string): string | undefined;
  error(file: string): string | undefined;
  receipt(file: string, accepted: boolean): string;
  /** Names the importer leaves alone. */
  isTemporary(name: string): boolean;
  /** The document number inside a file name, `~2F` and its like undone; the whole name when it has another form. */
  documentNo(file: string): string;
}

const layouts: Readonly<Record<Style, Layout>> = {
  xml: {
    folders: ['inbox', 'receipts', 'done', 'error'],
    inboxFolder: 'inbox',
    inbox: (file) => `${root}/inbox/${file}`,
    done: (file) => `${root}/done/${file}`,
    error: (file) => `${root}/error/${file}`,
    receipt: (file, accepted) => `${root}/receipts/${file.replace(/\.zip$/, '')}.${accepted ? 'ok' : 'err'}`,
    isTemporary: (name) => name.startsWith('.') && name.endsWith('.part'),
    documentNo: (file) => decoded(/^[^_]+_[^_]+_(.+)_\d{14}\.zip$/.exec(file)?.[1] ?? file),
  },
  csv: {
    folders: ['in', 'out'],
    inboxFolder: 'in',
    inbox: (file) => `${root}/in/${file}`,
    done: () => undefined,
    error: () => undefined,
    receipt: (file, accepted) => `${root}/out/${file}.${accepted ? 'ok' : 'err'}.csv`,
    isTemporary: (name) => name.endsWith('.tmp'),
    documentNo: (file) => decoded(/^[^_]+_(.+)_\d{14}\.xml$/.exec(file)?.[1] ?? file),
  },
};

export function layoutOf(style: Style): Layout {
  return layouts[style];
}

function decoded(text: string): string {
  return text.replace(/~([0-9A-F]{2})/g, (_whole, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
