/** What stands on the command line: texts in order, and `--name value` pairs. */
export interface Given {
  readonly texts: readonly string[];
  readonly options: Readonly<Record<string, string>>;
}

/** Thrown for a command that cannot be carried out; the message is all the user sees. */
export class Refused extends Error {
  override readonly name = 'Refused';
}

/** @throws Refused for an option that is not known or has no value */
export function readArguments(given: readonly string[], known: readonly string[]): Given {
  const texts: string[] = [];
  const options: Record<string, string> = {};
  for (let index = 0; index < given.length; index += 1) {
    const text = given[index] ?? '';
    if (!text.startsWith('--')) {
      texts.push(text);
      continue;
    }
    const name = text.slice(2);
    const value = given[index + 1];
    if (!known.includes(name))
      throw new Refused(`there is no option ${text}; known are ${known.map((each) => `--${each}`).join(', ')}`);
    if (value === undefined || value.startsWith('--')) throw new Refused(`${text} needs a value`);
    options[name] = value;
    index += 1;
  }
  return { texts, options };
}

/** Runs a command of this folder: prints what it says, and a refusal without a stack. */
export async function runCommand(work: () => Promise<readonly string[]>): Promise<void> {
  try {
    for (const line of await work()) process.stdout.write(`${line}\n`);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
