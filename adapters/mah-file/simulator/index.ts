import { timingSafeEqual } from 'node:crypto';
import type { Socket } from 'node:net';
import ssh2 from 'ssh2';
import { type Door, type DoorParts, type StartSimulator, startDoor } from '../../sim-kit/index.ts';
import { Drop } from './drop.ts';
import { hostKeyOf } from './host-key.ts';
import { root } from './layout.ts';
import { type Account, type DropSettings, readSettings } from './settings.ts';
import { serveSftp } from './sftp.ts';
import { TcpDoor } from './tcp-door.ts';

/** Starts the manufacturer's file drop simulator; settings and accounts: docs/guides/mah-file.md. */
export const start: StartSimulator = async (options) => {
  const settings = readSettings(options.settings ?? {});
  return startDoor({
    id: 'mah-file',
    target: 'mahfile',
    options,
    open: (parts) => openSftp(settings, parts, options.port),
  });
};

async function openSftp(settings: DropSettings, parts: DoorParts, port: number): Promise<Door> {
  const { privateKey } = hostKeyOf(settings.hostKeySeed);
  const drops = new Map(
    settings.accounts.map((account) => [account.username, { account, drop: new Drop(account, settings, parts) }]),
  );
  // A server for each socket, because only then it is known which socket a fault must cut.
  const serve = (socket: Socket): void => {
    const server = new ssh2.Server({ hostKeys: [privateKey] }, (client) => {
      let drop: Drop | undefined;
      client.on('error', () => socket.destroy());
      client.on('authentication', (auth) => {
        const known = drops.get(auth.username);
        if (known === undefined || auth.method !== 'password' || !isPassword(known.account, auth.password))
          return auth.reject(['password']);
        drop = known.drop;
        auth.accept();
      });
      client.on('session', (acceptSession) => {
        acceptSession().on('sftp', (acceptSftp, reject) => {
          if (drop === undefined) reject();
          else serveSftp(acceptSftp(), drop, socket, parts.count);
        });
      });
    });
    server.injectSocket(socket);
  };
  const door = await TcpDoor.open(serve, port);
  return {
    port: door.port,
    endpoint: `sftp://127.0.0.1:${door.port}${root}`,
    goDark: (ms) => door.goDark(ms),
    close: () => door.close(),
  };
}

function isPassword({ password }: Account, given: string): boolean {
  const [a, b] = [Buffer.from(password), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}
