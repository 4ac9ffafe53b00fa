/** The measured program's side of child.ts: reports ready, answers cpu, rss and its own commands. */
export const argument: unknown = JSON.parse(process.env.BENCH_ARGUMENT ?? 'null');

export type Commands = Readonly<Record<string, (value: unknown) => Promise<unknown> | unknown>>;

/** Announces `ready` and answers the commands of the measuring process until killed or left alone. */
export function serveChild(ready: unknown, commands: Commands = {}): void {
  const all: Commands = {
    cpu: () => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1e6;
    },
    rss: () => process.memoryUsage.rss(),
    ...commands,
  };
  process.on('message', async (message: { id: number; command: string; value: unknown }) => {
    const command = all[message.command];
    if (command === undefined) throw new Error(`unknown command ${message.command}`);
    process.send?.({ id: message.id, value: await command(message.value) });
  });
  // The measuring process is gone: so is the reason to run.
  process.once('disconnect', () => process.exit());
  process.send?.({ id: 0, value: ready });
}
