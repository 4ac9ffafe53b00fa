/** The gateway under measurement: the real composition, told by the bench what to connect to. */
import { loadHub } from '../../config/load.ts';
import { type Role, run } from '../../gateway/main.ts';
import { openStore } from '../../gateway/store/index.ts';
import { argument, serveChild } from './serve-child.ts';

export interface GatewayOrder {
  readonly role: Role;
  readonly config: string;
}

const order = argument as GatewayOrder;
const hub = await loadHub(order.config);
const running = await run(hub, { role: order.role, simulators: false });
serveChild(
  { port: running.port, opsPort: running.opsPort },
  {
    /** End-to-end milliseconds (accepted → delivered) per link, of the documents whose number starts with the given run. */
    endToEnd: async (run) => {
      const reader = await openStore(hub.store);
      const times: Record<string, number[]> = {};
      let cursor: string | undefined;
      do {
        const page = await reader.findDeliveries({
          state: 'delivered',
          limit: 1000,
          ...(cursor !== undefined && { cursor }),
        });
        for (const { link, documentNo, createdAt, updatedAt } of page.items) {
          if (!documentNo.startsWith(String(run))) continue;
          const own = times[link] ?? [];
          times[link] = own;
          own.push(updatedAt - createdAt);
        }
        cursor = page.cursor;
      } while (cursor !== undefined);
      await reader.close();
      return times;
    },
    stop: async () => {
      await running.stop();
      return 'stopped';
    },
  },
);
