/** The gateway under measurement: the real composition, told by the bench what to connect to. */
import { loadHub } from '../../config/load.ts';
import { type Role, run } from '../../gateway/main.ts';
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
    stop: async () => {
      await running.stop();
      return 'stopped';
    },
  },
);
