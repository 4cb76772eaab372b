import { type ChildProcess, spawn } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Session } from '../../src/db/session.ts';
import { directory, program } from '../strata.ts';
import { openProxy } from './proxy.ts';
import { type FaultyServer, packagedBin, smallDisk, startServer } from './server.ts';
import { files, halfRecorded, lossesIn, statements, withGates } from './twelve-statements.ts';

interface Row {
  readonly fault: string;
  tried: number;
  lost: number;
}
const table: Row[] = [];

/** What is lost counts; the table is printed at the end, whatever happened. */
async function tell(fault: string, tries: readonly (() => Promise<readonly string[]>)[]): Promise<void> {
  const row: Row = { fault, tried: 0, lost: 0 };
  table.push(row);
  const lost: string[] = [];
  for (const attempt of tries) {
    row.tried += 1;
    const found = await attempt();
    row.lost += found.length;
    lost.push(...found);
  }
  expect(lost).toEqual([]);
}

let server: FaultyServer;
beforeAll(async () => {
  server = await startServer(packagedBin());
}, 120_000);
afterAll(async () => {
  const width = Math.max(...table.map(({ fault }) => fault.length), 0);
  const lines = table.map(
    ({ fault, tried, lost }) => `${fault.padEnd(width)}  tried ${String(tried).padStart(2)}  lost ${lost}`,
  );
  console.log(`strata deploy under faults\n${lines.join('\n')}`);
  await server[Symbol.asyncDispose]();
});

const project = directory(files);
afterAll(() => project[Symbol.dispose]());

interface Ended {
  readonly code: number | null;
  readonly stderr: string;
  readonly stdout: string;
}

interface RunOptions {
  readonly words?: readonly string[];
  readonly dir?: string;
  /** Called after each statement that the program tells of, counted over the whole run. */
  readonly onStatement?: (n: number, child: ChildProcess) => void;
}

/** Runs the program to its end. */
function deploy(url: string, more: RunOptions = {}): Promise<Ended> {
  return start(url, more).ended;
}

function start(
  url: string,
  more: RunOptions,
): { readonly child: ChildProcess; readonly ended: Promise<Ended> } {
  const { words = [], dir = project.path, onStatement } = more;
  const child = spawn(process.execPath, [program, 'deploy', dir, '--live', url, '--no-rehearsal', ...words], {
    env: { ...process.env, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr, seen] = ['', '', 0];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    const told = [...stderr.matchAll(/^ {2}\d+\/\d+ .*?(?: and (\d+) more)? [\d.]+ ms$/gm)];
    const now = told.reduce((sum, [, more]) => sum + 1 + Number(more ?? 0), 0);
    for (; seen < now; ) {
      seen += 1;
      onStatement?.(seen, child);
    }
  });
  const ended = new Promise<Ended>((resolve) =>
    child.on('close', (code) => resolve({ code, stdout, stderr })),
  );
  return { child, ended };
}

/** Waits until a statement like this runs, or no longer does; its process. */
async function until(session: Session, statement: string, isRunning: boolean): Promise<void> {
  for (let waited = 0; waited < 60_000; waited += 50) {
    const rows = await session.query(
      "SELECT FROM pg_stat_activity WHERE query LIKE $1 AND state = 'active' AND wait_event_type = 'Lock'",
      [statement],
    );
    if (rows.length > 0 === isRunning) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${statement} ${isRunning ? 'never ran' : 'never ended'}`);
}

/** The next run, undisturbed, must finish everything. */
async function finish(database: string, more: RunOptions = {}): Promise<readonly string[]> {
  await using session = await server.connect(database);
  const half = await halfRecorded(session);
  const { code, stderr, stdout } = await deploy(server.url(database), more);
  if (code !== 0) return [...half, `the next run ended with ${code}: ${stderr}${stdout}`];
  return [...half, ...(await lossesIn(session))];
}

const boundaries = Array.from({ length: statements }, (_, i) => i + 1);
const unhurried = { timeout: 300_000 };

describe('strata deploy', unhurried, () => {
  test('undisturbed, it runs twelve statements', async () => {
    await tell('none', [
      async () => {
        const database = await server.createDatabase();
        let told = 0;
        await deploy(server.url(database), { onStatement: (n) => (told = n) });
        expect(told).toBe(statements);
        return finish(database);
      },
    ]);
  });

  test('kill -9 after each statement', async () => {
    const attempt = (at: number) => async () => {
      const database = await server.createDatabase();
      await deploy(server.url(database), { onStatement: (n, child) => n === at && child.kill('SIGKILL') });
      return finish(database);
    };
    await tell('kill -9 at a statement boundary', boundaries.map(attempt));
  });

  test('kill -9 at moments between', async () => {
    const first = await server.createDatabase();
    const started = performance.now();
    await deploy(server.url(first));
    const whole = performance.now() - started;
    // The program's own start takes most of the time: the moments lie in the last part.
    const moments = [0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95];
    const attempt = (moment: number) => async () => {
      const database = await server.createDatabase();
      const { child, ended } = start(server.url(database), {});
      const timer = setTimeout(() => child.kill('SIGKILL'), whole * moment);
      await ended;
      clearTimeout(timer);
      return finish(database);
    };
    await tell('kill -9 at moments between', moments.map(attempt));
  });

  test('kill -9 within CREATE INDEX CONCURRENTLY', async () => {
    using gated = directory(withGates);
    const attempt = (statement: string, gate: number) => async () => {
      const database = await server.createDatabase();
      await using reader = await server.connect(database);
      await using watcher = await server.connect(database);
      await reader.query('SELECT pg_advisory_lock($1)', [gate]);
      const { child, ended } = start(server.url(database), { dir: gated.path });
      await until(watcher, 'SELECT pg_advisory_xact_lock%', true);
      // A build waits for every older transaction: this one holds it up half way.
      await reader.query('BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1');
      await reader.query('SELECT pg_advisory_unlock($1)', [gate]);
      await until(watcher, statement, true);
      child.kill('SIGKILL');
      await ended;
      await until(watcher, statement, false);
      await reader.query('ROLLBACK');
      return finish(database, { dir: gated.path });
    };
    await tell('kill -9 within CREATE INDEX CONCURRENTLY', [
      attempt('CREATE INDEX CONCURRENTLY%', 1),
      attempt('CREATE UNIQUE INDEX CONCURRENTLY%', 2),
    ]);
  });

  test('the server crashes and comes back', async () => {
    const attempt = (at: number) => async () => {
      const database = await server.createDatabase();
      let crashed: Promise<void> | undefined;
      await deploy(server.url(database), {
        onStatement: (n) => {
          if (n === at) crashed = server.crash();
        },
      });
      await crashed;
      return finish(database);
    };
    await tell('server restarted in the middle', [1, 4, 5, 7, 10].map(attempt));
  });

  test('the connection is cut', async () => {
    const attempt = (at: number) => async () => {
      const database = await server.createDatabase();
      await using proxy = await openProxy(server.port);
      const url = server.url(database).replace(`:${server.port}/`, `:${proxy.port}/`);
      const { code } = await deploy(url, { onStatement: (n) => n === at && proxy.cut() });
      const wrong = code === 0 ? [] : await finish(database);
      return code === 0 && at < statements ? [`cut at ${at}, and the run ended well`] : wrong;
    };
    await tell('connection cut', [1, 3, 5, 6, 8, 11].map(attempt));
  });

  test('the server ends the session', async () => {
    const attempt = (at: number) => async () => {
      const database = await server.createDatabase();
      await using admin = await server.connect('postgres');
      let ended: Promise<unknown> = Promise.resolve();
      await deploy(server.url(database), {
        onStatement: (n) => {
          if (n === at)
            ended = admin.query(
              `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${database}' AND application_name LIKE 'strata deploy%'`,
            );
        },
      });
      await ended;
      return finish(database);
    };
    await tell('session ended by the server', [2, 5, 7, 9].map(attempt));
  });

  test('two deploys at once', async () => {
    const attempt = async () => {
      const database = await server.createDatabase();
      const url = server.url(database);
      const both = await Promise.all([deploy(url), deploy(url)]);
      const failed = both.filter(({ code }) => code !== 0).map(({ stderr }) => stderr);
      return [...failed, ...(await finish(database))];
    };
    await tell('two deploys at once', [attempt, attempt, attempt]);
  });

  test('a long transaction holds a lock', async () => {
    const quick = ['--lock-timeout', '200ms', '--lock-retries', '1'];
    const attempt = (isReleased: boolean) => async () => {
      const database = await server.createDatabase();
      await deploy(server.url(database), { words: ['--to', '002_indexes'] });
      await using other = await server.connect(database);
      await other.query('BEGIN; SELECT count(*) FROM t');
      const run = deploy(server.url(database), { words: isReleased ? [] : quick });
      await using reader = await server.connect(database);
      await reader.query("SET statement_timeout = '8s'");
      const wrong: string[] = [];
      if (isReleased) {
        // Readers pass between the tries of the ALTER that waits.
        await reader
          .query('SELECT pg_sleep(1); SELECT count(*) FROM t')
          .catch(() => wrong.push('readers were stopped'));
        await other.query('COMMIT');
        const { code, stderr } = await run;
        if (code !== 0) wrong.push(stderr);
      } else {
        const { code, stdout } = await run;
        if (code !== 3 || !stdout.includes('Nothing of it took effect.')) wrong.push(`${code}: ${stdout}`);
        await other.query('COMMIT');
      }
      return [...wrong, ...(await finish(database))];
    };
    await tell('long transaction holding a lock', [attempt(true), attempt(false)]);
  });

  test('a statement takes too long', async () => {
    const attempt = (first: string) => async () => {
      const database = await server.createDatabase();
      using slow = directory({
        ...files,
        'migrations/002_indexes.sql': `${first}${files['migrations/002_indexes.sql']}`,
      });
      await using session = await server.connect(database);
      await session.query('CREATE SEQUENCE tries');
      const url = server.url(database);
      const { code, stdout } = await deploy(url, { dir: slow.path, words: ['--statement-timeout', '500ms'] });
      const wrong = code === 3 && stdout.includes('statement timeout') ? [] : [`${code}: ${stdout}`];
      const half = await halfRecorded(session);
      const next = await deploy(url, { dir: slow.path });
      if (next.code !== 0) wrong.push(next.stderr + next.stdout);
      return [...wrong, ...half, ...(await lossesIn(session))];
    };
    await tell('statement timeout', [
      attempt('SELECT pg_sleep(0.8);\n'),
      attempt('CREATE TABLE first (id int);\nSELECT pg_sleep(0.8);\n'),
    ]);
  });

  test("the server's disk is full", async (context) => {
    using disk = smallDisk(server.home, 8);
    if (disk === undefined) {
      table.push({ fault: 'disk full (skipped: may not mount a small one)', tried: 0, lost: 0 });
      context.skip();
      return;
    }
    const attempt = (heavy: string) => async () => {
      const database = await server.createDatabase();
      await using session = await server.connect(database);
      await session.query(`ALTER DATABASE ${database} SET default_tablespace = small`);
      using big = directory({
        ...files,
        'migrations/002_indexes.sql': `${files['migrations/002_indexes.sql']}\n${heavy};`,
      });
      const url = server.url(database);
      const { code, stdout } = await deploy(url, { dir: big.path });
      const wrong = code === 3 && stdout.includes('(53100)') ? [] : [`${code}: ${stdout}`];
      const half = await halfRecorded(session);
      disk.grow(200);
      const next = await deploy(url, { dir: big.path });
      if (next.code !== 0) wrong.push(next.stderr + next.stdout);
      const losses = await lossesIn(session);
      await session.query('DROP TABLE IF EXISTS big');
      return [...wrong, ...half, ...losses];
    };
    await using admin = await server.connect('postgres');
    await admin.query(`CREATE TABLESPACE small LOCATION '${disk.path}'`);
    await tell('disk full', [
      attempt("CREATE TABLE big AS SELECT i, repeat('x', 900) AS x FROM generate_series(1, 20000) i"),
    ]);
  });
});
