import { createInterface } from 'node:readline';
import { type Analysis, analyse } from '../../../mappings/codes/index.ts';
import { type Command, type ExitCode, exitCodes } from '../command.ts';

export const recognise: Command = {
  name: 'recognise',
  summary: 'say what scanned codes are: kind, normal form, parts, what else they could be',
  examples: [
    'tracehub recognise 81853860111704596503',
    "tracehub recognise '(01)06901234567892(21)1234' --json",
    'tracehub recognise < scans.txt',
  ],
  options: { json: { type: 'boolean' } },
  explained: [
    ['<code> …', 'texts as scanned; without any, one per line of the standard input'],
    ['--json', 'one JSON object per code and line'],
  ],
  async run(input, io): Promise<ExitCode> {
    const print = (raw: string) => {
      const analysis = analyse(raw);
      io.out(`${input.flag('json') ? JSON.stringify(analysis) : sentence(analysis)}\n`);
    };
    if (input.args.length > 0) input.args.forEach(print);
    else for await (const line of createInterface({ input: process.stdin })) print(line);
    return exitCodes.ok;
  },
};

/** `kind value part=… part=… (confidence) ! WARNING ? other reading` */
function sentence({ kind, value, parts, confidence, ambiguous, warnings, alternatives }: Analysis): string {
  const { elements, ...named } = parts;
  const words = [
    kind,
    JSON.stringify(value),
    ...Object.entries(named).map(([name, part]) => `${name}=${part}`),
    ...(elements ?? []).map(({ id, value: text }) => `[${id}]${text}`),
    ambiguous ? `(${confidence}, ambiguous)` : `(${confidence})`,
    ...warnings.map((warning) => `! ${warning}`),
    ...(ambiguous
      ? alternatives.map((other) => `? ${other.kind}${other.value === value ? '' : ` ${JSON.stringify(other.value)}`}`)
      : []),
  ];
  return words.join(' ');
}
