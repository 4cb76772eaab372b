import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSchema } from '../../src/catalog/read-schema.ts';
import { openSession, type Session } from '../../src/db/session.ts';
import type { Schema } from '../../src/model/schema.ts';

const debian = '/usr/lib/postgresql';

/** Debian's programs of the oldest PostgreSQL that is there; undefined where there is none. */
export const debianBin: string | undefined = existsSync(debian)
  ? readdirSync(debian)
      .sort((a, b) => Number(a) - Number(b))
      .map((version) => join(debian, version, 'bin'))
      .find((bin) => existsSync(join(bin, 'initdb')) && existsSync(join(bin, 'postgres')))
  : undefined;

/** A server of an older PostgreSQL, reached by its socket as its superuser. */
export interface OldServer extends AsyncDisposable {
  /** What an empty database holds after `sql`; undefined where that does not load. */
  load(sql: string): Promise<Schema | undefined>;
  /** A new database, for what needs a URL. */
  createDatabase(): Promise<{ readonly url: string; readonly name: string }>;
  connect(database: string): Promise<Session>;
}

const user = 'boss';

/** Starts a server in a directory of its own; PostgreSQL refuses root, so root starts it as nobody. */
export async function openOldServer(bin: string): Promise<OldServer> {
  const home = mkdtempSync(join(tmpdir(), 'strata-old-'));
  const isRoot = process.getuid?.() === 0;
  if (isRoot) chownSync(home, 65534, 65534);
  const as = isRoot ? { uid: 65534, gid: 65534 } : {};
  const data = join(home, 'data');
  execFileSync(
    join(bin, 'initdb'),
    ['-D', data, '-U', user, '-A', 'trust', '-E', 'UTF8', '--locale=C', '-N'],
    { ...as, cwd: home },
  );
  const server = spawn(
    join(bin, 'postgres'),
    ['-D', data, '-k', home, '-c', 'listen_addresses=', '-c', 'fsync=off', '-c', 'max_connections=50'],
    { ...as, cwd: home, stdio: 'ignore' },
  );
  const connect = (database: string) => openSession({ host: home, port: 5432, user, database });
  await untilReady(server, connect);
  let made = 0;
  const createDatabase = async () => {
    made += 1;
    const name = `old_${made}`;
    await using admin = await connect('postgres');
    await admin.query(`CREATE DATABASE ${name} TEMPLATE template0`);
    return { name, url: `postgres://${user}@${encodeURIComponent(home)}:5432/${name}` };
  };
  return {
    createDatabase,
    connect,
    async load(sql) {
      const { name } = await createDatabase();
      await using session = await connect(name);
      if ((await session.run(sql)).error !== undefined) return undefined;
      await session.query('RESET ALL');
      return await readSchema(session);
    },
    async [Symbol.asyncDispose]() {
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGINT');
      await ended;
      rmSync(home, { recursive: true, force: true });
    },
  };
}

async function untilReady(
  server: ChildProcess,
  connect: (database: string) => Promise<Session>,
): Promise<void> {
  for (;;) {
    if (server.exitCode !== null) throw new Error(`the old server ended with ${server.exitCode}`);
    try {
      await (await connect('postgres')).close();
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
