import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

/** Kills the server of a test database, as the system does that has no memory left: a connection's process is its child. */
export async function endServer(db) {
  const [{ pid }] = await db.query('SELECT pg_backend_pid() AS pid');
  const server = execFileSync('ps', ['-o', 'ppid=', '-p', String(pid)], { encoding: 'utf8' });
  process.kill(Number(server), 'SIGKILL');
  // The connection outlives it by a moment.
  const answers = () =>
    db.query('SELECT').then(
      () => true,
      () => false,
    );
  while (await answers()) await sleep(10);
}
