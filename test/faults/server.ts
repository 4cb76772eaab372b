import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chownSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSession, type Session } from '../../src/db/session.ts';
import { placeBinaries } from '../../src/engine/binaries.ts';
import { choosePlaces } from '../../src/engine/places.ts';
import { debianBin } from '../judge/old-server.ts';

/** A PostgreSQL server of a test's own that can crash and come back, reached over TCP as its superuser. */
export interface FaultyServer extends AsyncDisposable {
  /** A directory that the server may use. */
  readonly home: string;
  readonly port: number;
  url(database: string): string;
  connect(database: string): Promise<Session>;
  createDatabase(): Promise<string>;
  /** Ends all its processes as a power cut would, and starts it again. */
  crash(): Promise<void>;
}

const user = 'boss';
const isRoot = process.getuid?.() === 0;
const as = isRoot ? { uid: 65534, gid: 65534 } : {};

/** The programs of the PostgreSQL that comes with the package. */
export function packagedBin(): string {
  return join(placeBinaries(choosePlaces()).directory, 'bin');
}

export { debianBin };

/** Starts a server in a directory of its own. `prepare` is given its data directory and returns more settings. */
export async function startServer(
  bin: string,
  prepare: (data: string) => readonly string[] = () => [],
): Promise<FaultyServer> {
  const home = mkdtempSync(join(tmpdir(), 'strata-faults-'));
  if (isRoot) chownSync(home, 65534, 65534);
  const data = join(home, 'data');
  const init = ['-D', data, '-U', user, '-A', 'trust', '-E', 'UTF8', '--locale=C', '-N'];
  execFileSync(join(bin, 'initdb'), init, { ...as, cwd: home, stdio: 'ignore' });
  const more = prepare(data);
  const port = await freePort();
  const connect = (database: string) => openSession({ host: '127.0.0.1', port, user, database });
  let server = start();
  await untilReady(connect);
  let made = 0;

  function start(): ChildProcess {
    const settings = [
      `port=${port}`,
      'listen_addresses=127.0.0.1',
      `unix_socket_directories=${home}`,
      'max_connections=60',
      ...more,
    ];
    const args = ['-D', data, ...settings.flatMap((setting) => ['-c', setting])];
    return spawn(join(bin, 'postgres'), args, { ...as, cwd: home, stdio: 'ignore' });
  }

  async function stop(signal: NodeJS.Signals): Promise<void> {
    const ended = new Promise((resolve) => server.once('exit', resolve));
    server.kill(signal);
    await ended;
  }

  return {
    home,
    port,
    connect,
    url: (database) => `postgres://${user}@127.0.0.1:${port}/${database}`,
    async createDatabase() {
      made += 1;
      await using admin = await connect('postgres');
      await admin.query(`CREATE DATABASE fault_${made}`);
      return `fault_${made}`;
    },
    async crash() {
      await stop('SIGQUIT');
      server = start();
      await untilReady(connect);
    },
    async [Symbol.asyncDispose]() {
      await stop('SIGINT');
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** A directory of `megabytes`, and how to make it larger; undefined where this user may not mount one. */
export function smallDisk(home: string, megabytes: number) {
  const path = join(home, 'small');
  mkdirSync(path);
  try {
    execFileSync(
      'mount',
      ['-t', 'tmpfs', '-o', `size=${megabytes}m,uid=65534,gid=65534,mode=700`, 'strata-test', path],
      {
        stdio: 'ignore',
      },
    );
  } catch {
    return undefined;
  }
  return {
    path,
    grow: (size: number) => execFileSync('mount', ['-o', `remount,size=${size}m`, path], { stdio: 'ignore' }),
    [Symbol.dispose]: () => execFileSync('umount', ['-l', path], { stdio: 'ignore' }),
  };
}

async function untilReady(connect: (database: string) => Promise<Session>): Promise<void> {
  for (let waited = 0; ; waited += 50) {
    try {
      await (await connect('postgres')).close();
      return;
    } catch (error) {
      if (waited > 30_000) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
