import { loadHub } from '../../../config/load.ts';
import { findingClasses, severities } from '../../ledger/contract.ts';
import { type Command, exitCodes, UsageError } from '../command.ts';
import { choice, configExplained, configFile, configOption } from '../options.ts';
import { withStore } from '../store.ts';

export const findings: Command = {
  name: 'findings',
  summary: 'what is suspicious about packs: sold twice, sold after destruction, in two provinces …',
  examples: ['tracehub findings', 'tracehub findings --class sold-twice --format csv > findings.csv'],
  options: {
    ...configOption,
    tenant: { type: 'string' },
    class: { type: 'string' },
    severity: { type: 'string' },
    code: { type: 'string' },
    format: { type: 'string' },
    all: { type: 'boolean' },
  },
  explained: [
    ['--tenant <tenant>', "what this tenant may see, others' events masked; default: everything"],
    ['--class <class>', findingClasses.join(', ')],
    ['--severity <severity>', severities.join(', ')],
    ['--code <code>', 'of one pack, in normal form'],
    ['--format <format>', 'csv (default): one row per event of the evidence; ndjson: one finding per line'],
    ['--all', 'also what was cleared since'],
    configExplained,
  ],
  async run(input, io) {
    if (input.args.length > 0) throw new UsageError('findings takes no arguments');
    const format = choice(input, 'format', ['csv', 'ndjson'], 'csv');
    const [tenant, code] = [input.option('tenant'), input.option('code')];
    const query = {
      ...(tenant === undefined ? {} : { tenant }),
      ...(code === undefined ? {} : { code }),
      ...(input.option('class') === undefined ? {} : { class: choice(input, 'class', findingClasses, 'sold-twice') }),
      ...(input.option('severity') === undefined ? {} : { severity: choice(input, 'severity', severities, 'high') }),
      ...(input.flag('all') ? {} : { open: true }),
    };
    const hub = await loadHub(configFile(input));
    const { createFindings, exportFindings, findingsCsv } = await import('../../ledger/index.ts');
    const { findingsNdjson } = await import('../../http/views/finding-view.ts');
    const written = format === 'csv' ? findingsCsv : findingsNdjson('zh');
    await withStore(hub, async (store) => {
      for await (const text of exportFindings(createFindings(store), query, written)) io.out(text);
    });
    return exitCodes.ok;
  },
};
