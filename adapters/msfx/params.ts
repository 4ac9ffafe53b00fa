/** TOP parameters are text; a profile's types guarantee it, this keeps the guarantee at the boundary. @throws TypeError */
export function textsOf(message: Readonly<Record<string, unknown>>): Record<string, string> {
  const params: Record<string, string> = {};
  for (const [name, value] of Object.entries(message)) {
    if (value === undefined || value === null) continue;
    if (typeof value !== 'string') throw new TypeError(`profile field ${name} is no text`);
    params[name] = value;
  }
  return params;
}
