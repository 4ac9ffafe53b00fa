import { Registry } from 'prom-client';
import { createInstruments } from '../../gateway/observe/instruments.ts';

const path = 'docs/reference/metrics.md';

const intro = `# Metrics 指标

Written by \`npm run generate\` from the instruments themselves. Prometheus reads them at \`/metrics\` of the operations port (9090); beside
these stand Node's own (memory, event loop, garbage collection), with the prefix \`tracehub_\` too. 由程序生成，请勿手工修改。

| Metric 指标 | Type 类型 | Labels 标签 | What it says 含义 |
|---|---|---|---|`;

/** @returns the page of the hub's metrics, by name. */
export async function generateMetrics(): Promise<Map<string, string>> {
  const registry = new Registry();
  const instruments: object[] = Object.values(createInstruments(registry));
  const types = new Map((await registry.getMetricsAsJSON()).map(({ name, type }) => [name, type]));
  const rows = instruments.map((instrument) => {
    const name = text(instrument, 'name');
    const labels = list(instrument, 'labelNames').map((label) => `\`${label}\``);
    return `| \`${name}\` | ${types.get(name)} | ${labels.join(', ') || '–'} | ${text(instrument, 'help')} |`;
  });
  return new Map([[path, `${[intro, ...rows.sort()].join('\n')}\n`]]);
}

/** prom-client keeps what an instrument was made with, but its types do not say so. */
function text(instrument: object, key: string): string {
  const value: unknown = Reflect.get(instrument, key);
  if (typeof value !== 'string') throw new Error(`an instrument has no ${key}`);
  return value;
}

function list(instrument: object, key: string): readonly unknown[] {
  const value: unknown = Reflect.get(instrument, key);
  if (!Array.isArray(value)) throw new Error(`an instrument has no ${key}`);
  return value;
}
