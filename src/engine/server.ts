import { type AddressInfo, createServer } from 'node:net';
import { platform } from 'node:os';
import { type Binaries, programPath } from './binaries.ts';
import type { ServerDetails } from './lease.ts';
import type { Places } from './places.ts';
import type { Run } from './run.ts';
import { type LockRoom, serverArguments } from './settings.ts';

/** What a server is made of, apart from its data. */
export interface Installation {
  readonly places: Places;
  readonly binaries: Binaries;
  /** Directory that holds `extension/` with the stand-ins. */
  readonly extensions: string;
  readonly listen: 'socket' | 'tcp';
  readonly locks: LockRoom;
}

/** How a server listens on this system unless told otherwise: not every Windows client knows unix sockets. */
export const usualListen: Installation['listen'] = platform() === 'win32' ? 'tcp' : 'socket';

/** Has the run's keeper start the server on the run's data directory; resolves when it takes connections. */
export async function startServer(
  installation: Installation,
  run: Run,
  start: { readonly password: string; readonly startedFrom?: string; readonly lingerMs?: number },
): Promise<ServerDetails> {
  const { places, binaries, extensions, locks } = installation;
  const isTcp = installation.listen === 'tcp';
  const listen = isTcp ? { host: '127.0.0.1', port: await freePort() } : { host: run.sockets, port: 5432 };
  const { lingerMs = 0, ...details } = start;
  const lease = await run.lease;
  lease.start({
    do: 'start',
    program: programPath(binaries, 'postgres'),
    args: serverArguments({ data: run.data, listen, extensions, locks }),
    data: run.data,
    ...(places.serverUser === undefined ? {} : { user: places.serverUser }),
    ...(platform() === 'win32' ? { control: programPath(binaries, 'pg_ctl') } : {}),
    lingerMs,
    details: { ...listen, ...details },
  });
  return await lease.ready;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
