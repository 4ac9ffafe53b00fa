/**
 * The only reader of process.env (architecture §3, rule 4).
 * @returns the variable's value; undefined when it is unset or empty, as `:-` means in a shell.
 */
export function readEnv(name: string): string | undefined {
  const value = process.env[name];
  return value === '' ? undefined : value;
}
