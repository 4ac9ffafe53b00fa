import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { loadHub } from '../../../config/load.ts';
import type { Encoding } from '../../../mappings/catalogue/index.ts';
import { isOrigin, origins } from '../../../mappings/catalogue/statement.ts';
import { chinaDate } from '../../../mappings/engine/china-time.ts';
import type { ImportReport } from '../../catalogue/contract.ts';
import { type FormatName, formatOrigins, isFormat } from '../../catalogue/formats/names.ts';
import { createUuidv7 } from '../../intake/uuidv7.ts';
import { type CliIo, type Command, CommandError, type CommandInput, exitCodes, UsageError } from '../command.ts';
import { configExplained, configFile, configOption, onlyArgument } from '../options.ts';
import { withStore } from '../store.ts';

const formatNames = Object.keys(formatOrigins).join(', ');

export const catalogueImport: Command = {
  name: 'catalogue import',
  summary: 'stream a file of products or pack relations into the catalogue (三码合一)',
  examples: [
    'tracehub catalogue import products.xlsx --format xlsx',
    'tracehub catalogue import 1301.zip --format nhsa-1301 --source "1301 2026-01-09" --dry-run',
    'tracehub catalogue import relation.xml --format relation-xml',
  ],
  options: {
    ...configOption,
    format: { type: 'string' },
    origin: { type: 'string' },
    source: { type: 'string' },
    'valid-from': { type: 'string' },
    encoding: { type: 'string' },
    'dry-run': { type: 'boolean' },
    'skip-errors': { type: 'boolean' },
    replace: { type: 'boolean' },
  },
  explained: [
    ['<file>', 'text, or a zip file that holds it'],
    ['--format <name>', formatNames],
    ['--origin <name>', `whose word it is: ${origins.join(', ')}; default: that of the format`],
    ['--source <text>', 'document and date, for formats that do not say it; default: the name of the file'],
    ['--valid-from <day>', 'yyyy-MM-dd, for formats without dates; default: today'],
    [
      '--encoding <name>',
      'utf-8 or gb18030 (GBK, GB2312), of a text; default: told by its bytes, and said when it is not UTF-8',
    ],
    ['--dry-run', 'say what would become of it, change nothing'],
    ['--skip-errors', 'take the sound lines of a file with mistakes; without it such a file changes nothing'],
    ['--replace', 'the file is all that its origin says: withdraw the rest'],
    configExplained,
  ],
  async run(input, io) {
    const file = onlyArgument(input, 'file');
    const format = formatOf(input);
    const origin = input.option('origin') ?? formatOrigins[format];
    if (!isOrigin(origin)) throw new UsageError(`--origin is one of ${origins.join(', ')}`);
    const day = input.option('valid-from') ?? chinaDate(Date.now());
    if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) throw new UsageError('--valid-from is a day, yyyy-MM-dd');
    const encoding = encodingNamed(input.option('encoding'));
    await stat(file).catch(() => {
      throw new CommandError(`${file} cannot be read`);
    });
    const source = input.option('source') ?? basename(file);
    const hub = await loadHub(configFile(input));
    let said = false;
    // Each pass over the file finds it anew.
    const found = (name: Encoding) => {
      if (name !== 'utf-8' && !said) io.err(`${file}: read as ${name.toUpperCase()}\n`);
      said = true;
    };
    const { fileItems, importFile } = await import('../../catalogue/index.ts');
    const report = await withStore(hub, (store) =>
      importFile(
        {
          items: fileItems(file, format, { source, day, ...(encoding === undefined ? { found } : { encoding }) }),
          format,
          origin,
          source,
          actor: 'command line',
          tenant: '',
          dryRun: input.flag('dry-run'),
          skipErrors: input.flag('skip-errors'),
          replace: input.flag('replace'),
          onProgress: progress(io),
        },
        { store: store.catalogue, clock: Date.now, newId: createUuidv7(Date.now) },
      ),
    );
    tell(report, file, io);
    const isTaken = report.counts.problems === 0 || (input.flag('skip-errors') && report.result !== 'refused');
    return isTaken ? exitCodes.ok : exitCodes.failed;
  },
};

export const catalogueExport: Command = {
  name: 'catalogue export',
  summary: 'write the mapping library as CSV, as it holds today; it can be imported again',
  examples: ['tracehub catalogue export > library.csv', 'tracehub catalogue export --origin user'],
  options: { ...configOption, origin: { type: 'string' }, day: { type: 'string' } },
  explained: [
    ['--origin <name>', `only what this origin says: ${origins.join(', ')}`],
    ['--day <day>', 'yyyy-MM-dd; default: today'],
    configExplained,
  ],
  async run(input, io) {
    if (input.args.length > 0) throw new UsageError('catalogue export takes no arguments');
    const origin = input.option('origin');
    if (origin !== undefined && !isOrigin(origin)) throw new UsageError(`--origin is one of ${origins.join(', ')}`);
    const hub = await loadHub(configFile(input));
    const { exportCsv } = await import('../../catalogue/index.ts');
    await withStore(hub, async ({ catalogue }) => {
      const day = input.option('day') ?? chinaDate(Date.now());
      for await (const text of exportCsv(catalogue, day, origin)) io.out(text);
    });
    return exitCodes.ok;
  },
};

function formatOf(input: CommandInput): FormatName {
  const format = input.option('format') ?? 'csv';
  if (!isFormat(format)) throw new UsageError(`--format is one of ${formatNames}`);
  return format;
}

const encodingNames: Readonly<Record<string, Encoding>> = {
  'utf-8': 'utf-8',
  utf8: 'utf-8',
  gb18030: 'gb18030',
  gbk: 'gb18030',
  gb2312: 'gb18030',
};

function encodingNamed(name: string | undefined): Encoding | undefined {
  if (name === undefined) return undefined;
  const encoding = encodingNames[name.toLowerCase()];
  if (encoding === undefined) throw new UsageError('--encoding is utf-8 or gb18030');
  return encoding;
}

const itemsPerLine = 50_000;

function progress(io: CliIo): (done: { pass: string; items: number; bytes: number }) => void {
  let told = 0;
  return ({ pass, items, bytes }) => {
    if (items < told) told = 0;
    if (items - told < itemsPerLine) return;
    told = items;
    io.err(`${pass}: ${items} items, ${Math.round(bytes / 1024 ** 2)} MiB read\n`);
  };
}

function tell({ result, counts, problems, conflicts }: ImportReport, file: string, io: CliIo): void {
  for (const { line, column, message } of problems) {
    const place = line === undefined ? file : `${file}:${line}`;
    io.err(`${place}${column === undefined ? '' : ` ${column}`}: ${message}\n`);
  }
  for (const { line, key, differences } of conflicts) {
    const words = differences.map(({ field, ours, theirs, origin }) => `${field} ${ours}, ${origin} says ${theirs}`);
    io.err(`${file}:${line} ${key}: ${words.join('; ')}\n`);
  }
  const unlisted = counts.problems - problems.length + counts.disputed - conflicts.length;
  if (unlisted > 0) io.err(`… and ${unlisted} more\n`);
  io.out(
    `${result}: ${Object.entries(counts)
      .map(([name, count]) => `${name} ${count}`)
      .join(', ')}\n`,
  );
}
