import { spawn } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { configSchema } from '../src/config/schema.ts';
import { directory, program, repository, strata } from './strata.ts';

const good = { 'migrations/001_init.sql': 'CREATE TABLE t (a bigint PRIMARY KEY);\n' };
const bad = { 'migrations/001_init.sql': 'CREATE TABLE t (a nope);\n' };
const colour = String.fromCharCode(27);

describe.concurrent('exit codes', () => {
  test('0: all well', async () => {
    using project = directory(good);
    const { code, stdout, stderr } = await strata(['check', '--no-cache'], { cwd: project.path });
    expect(code).toBe(0);
    expect(stdout).toMatch(/✓ it replays/);
    expect(stdout).toMatch(/1 project, 1 migration, 1 replayed: nothing to report\./);
    expect(stderr).toContain('rehearsing . (1 migration)');
  });

  test('1: a finding as bad as --fail-on', async () => {
    using project = directory(bad);
    const { code, stdout } = await strata(['check'], { cwd: project.path });
    expect(code).toBe(1);
    expect(stdout).toContain('migrations/001_init.sql:1:19');
  });

  test.each([
    [['check', '--nope'], "unknown option '--nope'"],
    [['nope'], "unknown command 'nope'"],
    [['help', 'nope'], "unknown command 'nope'"],
    [['check', '--json', '--format', 'html'], "'--json' cannot be used with option '--format <format>'"],
    [['diff', '--from', 'empty', '--to', 'empty', '--json', '--summary'], 'cannot be used with'],
    [['dump', 'empty', '--mermaid', '--json'], 'cannot be used with'],
    [['orphans', 'no/such/folder'], 'no/such/folder does not exist'],
    [['check', '--json', '--output', 'sarif:-'], 'json and sarif cannot both go to standard output'],
    [['check', '--engine', 'mysql'], 'native, pglite'],
    [['check', '--fail-on', 'never-ever'], 'error, warning, info, never'],
    [['check', 'no/such/folder'], 'no/such/folder does not exist'],
    [['replay', 'a', 'b'], '(strata replay --help explains it)'],
    [['diff', '--from', 'a.sql', '--from', 'b.sql', '--to', 'empty'], 'It was given twice.'],
    [['check', '--engine', 'native', '--engine', 'pglite'], 'It was given twice.'],
    [['deploy', '--lock-timeout', '1s', '--lock-timeout', '2s'], 'It was given twice.'],
    [['check', '--live', 'postgres://a', '--live', 'postgres://b'], 'It was given twice.'],
    [['deploy', '--lock-timeout', '0'], '0 would wait for ever'],
    [['deploy', '--lock-timeout', '99999999h'], 'PostgreSQL takes no more than 596h.'],
    [['status', '--live', 'systems/tokenflow'], '--live wants the URL of a database'],
    [['drift', '--live', 'mysql://somebody:secret@host/database'], '--live wants the URL of a database'],
  ])('2: wrong usage, strata %j', async (words, message) => {
    const { code, stdout, stderr } = await strata(words);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(stdout).toBe('');
  });

  test('2: a folder without migrations says what was looked for', async () => {
    using empty = directory({ 'README.md': 'nothing here' });
    const { code, stderr } = await strata(['check'], { cwd: empty.path });
    expect(code).toBe(2);
    expect(stderr).toContain('no migrations found in .');
    expect(stderr).toContain('prisma/migrations');
  });

  test.each([
    ['strata.config.ts', 'export default { runer: "goose" };', 'runer'],
    ['strata.config.ts', 'export default { runner: "gose" };', 'runner'],
    ['strata.config.json', '{ "roles": "me" }', 'roles'],
    ['strata.config.json', '{ roles', 'cannot be loaded'],
    ['strata.config.mjs', 'throw new Error("broken on purpose")', 'broken on purpose'],
    ['strata.config.json', '{ "schema": "no/such.sql" }', 'no/such.sql'],
    ['strata.config.json', '{ "ledger": "a.b.c" }', 'is not a table'],
    ['strata.config.json', '{ "extensions": { "x": "no/such.sql" } }', 'no/such.sql'],
    ['strata.config.json', '{ "roles": [],\n, }', 'strata.config.json:2:'],
    [
      'strata.config.ts',
      'export default {\n  roles: [,\n',
      'strata.config.ts:3:1: cannot be loaded: Unexpected token',
    ],
    ['strata.config.ts', 'const a = undefined;\n\nexport default a.b;', 'strata.config.ts:3:'],
    ['strata.config.ts', 'export default null;', 'exports no configuration'],
    ['strata.config.ts', 'export const x = 1;', 'exports no configuration'],
    ['strata.config.mjs', '', 'exports no configuration'],
    ['strata.config.ts', 'import "nowhere";\nexport default {};', 'Install what it imports'],
  ])('2: a configuration that is not right, %s with %s', async (name, text, message) => {
    using project = directory({ ...good, [name]: text });
    const { code, stderr } = await strata(['check'], { cwd: project.path });
    expect(code).toBe(2);
    expect(stderr).toContain(name);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('defect of Strata');
  });

  test.each(['process.exit(0)', 'process.exit(7)', 'await new Promise(() => {}); export default {};'])(
    '2: a configuration with which the process would end is named, %s',
    async (text) => {
      using project = directory({ ...good, 'strata.config.mjs': text });
      const { code, stdout, stderr } = await strata(['check'], { cwd: project.path });
      expect(code).toBe(2);
      expect(stdout).toBe('');
      expect(stderr).toContain('strata.config.mjs ends the process');
    },
  );

  test('0: a configuration may import pgstrata/config where it is not installed', async () => {
    using project = directory({
      ...good,
      'strata.config.ts':
        "import { defineConfig } from 'pgstrata/config';\nexport default defineConfig({ preset: 'calm' });\n",
    });
    expect((await strata(['check'], { cwd: project.path })).code).toBe(0);
  });

  test.each([[['replay']], [['prove']], [['check', '--no-rules']]])(
    '2: a level for a rule that does not exist, strata %j',
    async (words) => {
      using project = directory({ ...good, 'strata.config.json': '{ "rules": { "drop-colum": "off" } }' });
      const { code, stderr } = await strata(words, { cwd: project.path });
      expect(code).toBe(2);
      expect(stderr).toContain('Did you mean drop-column?');
    },
  );

  test.skipIf(!existsSync('/dev/full'))('3: a report for which the disk has no room', async () => {
    using project = directory(good);
    const { code, stderr } = await strata(['check', '--output', 'json:/dev/full'], { cwd: project.path });
    expect(code).toBe(3);
    expect(stderr).toContain('the report /dev/full cannot be written (ENOSPC)');
    expect(stderr).toContain('free some space');
  });

  test('an interrupted squash tells what it wrote, or takes it back', async () => {
    const names = ['001_a', '002_b', '003_c'];
    using project = directory(
      Object.fromEntries(
        names.map((name) => [`migrations/${name}.sql`, `CREATE TABLE t${name} (a bigint PRIMARY KEY);\n`]),
      ),
    );
    const baseline = join(project.path, 'migrations/003_baseline.sql');
    const { stdout } = await strata(['squash', '--until', '003_c', '--write'], {
      cwd: project.path,
      async meanwhile(pid) {
        for (const until = Date.now() + 60_000; !existsSync(baseline) && Date.now() < until; ) await sleep(1);
        process.kill(pid, 'SIGINT');
      },
    });
    const isTold = stdout.includes('INSERT INTO strata.migrations');
    expect(readdirSync(join(project.path, 'migrations')).sort()).toEqual(
      isTold ? ['003_baseline.sql'] : names.map((name) => `${name}.sql`),
    );
  });

  test('3: a statement that ends its own session is named', async () => {
    using project = directory({
      'migrations/001_init.sql':
        'CREATE TABLE t (a bigint PRIMARY KEY);\nSELECT pg_terminate_backend(pg_backend_pid());\n',
    });
    const { code, stderr } = await strata(['check'], { cwd: project.path });
    expect(code).toBe(3);
    expect(stderr).toContain('migrations/001_init.sql:2:1: ');
    expect(stderr).toContain('pg_terminate_backend has no place in a migration');
  });

  test('2: a baseline that cannot be written or read', async () => {
    using project = directory({ ...good, 'strata.config.json': '{ "baseline": "migrations" }' });
    for (const words of [['check'], ['check', '--write-baseline']]) {
      const { code, stderr } = await strata(words, { cwd: project.path });
      expect(code).toBe(2);
      expect(stderr).toContain('the baseline');
      expect(stderr).toContain('EISDIR');
    }
  });

  test.skipIf(process.getuid?.() === 0)('2: a folder that cannot be listed is named', async () => {
    using project = directory(good);
    chmodSync(join(project.path, 'migrations'), 0);
    const { code, stderr } = await strata(['check'], { cwd: project.path });
    chmodSync(join(project.path, 'migrations'), 0o755);
    expect(code).toBe(2);
    expect(stderr).toContain('this user may not list migrations');
  });

  test('3: the engine has no place to live, said in one clear error', async () => {
    using project = directory({ ...good, file: 'no directory' });
    const { code, stderr } = await strata(['check'], {
      cwd: project.path,
      env: { STRATA_CACHE_DIR: join(project.path, 'file/below') },
    });
    expect(code).toBe(3);
    expect(stderr).toContain(join(project.path, 'file'));
  });
});

test('what a migration holds cannot command the terminal', async () => {
  const hidden = `${colour}]0;title${String.fromCharCode(7)}${colour}[2J`;
  using project = directory({
    'migrations/001_init.sql': `CREATE TABLE "a${hidden}" (id int);\nSELECT nope;\n`,
  });
  const { code, stdout } = await strata(['check'], { cwd: project.path });
  expect(code).toBe(1);
  expect(stdout).not.toContain(colour);
  expect(stdout).toContain('a\\u001b]0;title\\u0007\\u001b[2J');
});

describe.concurrent('options', { timeout: 180_000 }, () => {
  test.each([
    ['never', 0],
    ['info', 1],
    ['error', 1],
  ])('--fail-on %s', async (severity, code) => {
    using project = directory(bad);
    expect(await strata(['check', '--fail-on', severity], { cwd: project.path })).toMatchObject({ code });
  });

  test('failOn of the configuration counts where no argument does', async () => {
    using project = directory({ ...bad, 'strata.config.json': '{ "failOn": "never" }' });
    expect((await strata(['check'], { cwd: project.path })).code).toBe(0);
    expect((await strata(['check', '--fail-on', 'error'], { cwd: project.path })).code).toBe(1);
  });

  test('the configuration gives roles and stand-ins', async () => {
    using project = directory({
      'migrations/001_init.sql':
        'CREATE EXTENSION nothing_known;\nCREATE TABLE t (a int DEFAULT answer());\nGRANT SELECT ON t TO reporting;\n',
      'strata.config.ts':
        "export default { roles: ['reporting'], extensions: { nothing_known: 'stand-ins/it.sql' } };",
      'stand-ins/it.sql': 'CREATE FUNCTION answer() RETURNS int LANGUAGE sql AS $$ SELECT 42 $$;',
    });
    const { code, stdout } = await strata(['check'], { cwd: project.path });
    expect(stdout).toContain('nothing_known: a stand-in from strata.config');
    expect(code).toBe(0);
  });

  test('the configuration gives SQL that the servers ran before the first migration', async () => {
    using project = directory({
      'migrations/001_init.sql': 'CREATE TABLE t (a int REFERENCES platform.accounts (id));\n',
      'strata.config.ts': "export default { setup: 'before.sql' };",
      'before.sql': 'CREATE SCHEMA platform; CREATE TABLE platform.accounts (id int PRIMARY KEY);',
    });
    const run = await strata(['check'], { cwd: project.path });
    expect(run.stdout).toContain('✓ it replays');
    expect(run.code).toBe(0);
  });

  test('a second check starts nothing, and --no-cache starts anew', async () => {
    using project = directory(good);
    await strata(['check'], { cwd: project.path });
    expect((await strata(['check'], { cwd: project.path })).stdout).toContain('unchanged since the last run');
    expect((await strata(['check', '--no-cache'], { cwd: project.path })).stdout).not.toContain('unchanged');
  });

  test('--superuser runs what an owner may not, and says so', async () => {
    using project = directory({
      'migrations/001_init.sql': "CREATE TABLE t (line text);\nCOPY t FROM PROGRAM 'echo hello';\n",
    });
    const owner = await strata(['check', '--fail-on', 'warning'], { cwd: project.path });
    expect(owner.code).toBe(1);
    expect(owner.stdout).toContain('needs-superuser');
    const superuser = await strata(['check', '--fail-on', 'warning', '--superuser'], { cwd: project.path });
    expect(superuser.stdout).toContain('as superuser');
    expect(superuser.code).toBe(0);
  });

  test('--engine pglite rehearses without a server', async () => {
    using project = directory(good);
    const { code, stdout } = await strata(['check', '--engine', 'pglite'], { cwd: project.path });
    expect(stdout).toMatch(/PostgreSQL \d+\.\d+ \(PGlite\)/);
    expect(code).toBe(0);
    using other = directory({ 'migrations/001_a.sql': 'CREATE TABLE rehearsed_only_to_be_dumped (a int);' });
    const dumped = await strata(['dump', '.', '--engine', 'pglite'], { cwd: other.path });
    expect(dumped.stdout).toContain('CREATE TABLE public.rehearsed_only_to_be_dumped');
  });

  test('several folders are several projects, each named', async () => {
    using projects = directory({
      'a/migrations/001_a.sql': 'CREATE TABLE t (a bigint PRIMARY KEY);',
      'b/migrations/001_b.sql': 'CREATE TABLE t (b nope);',
    });
    const { code, stdout } = await strata(['check', 'a', 'b'], { cwd: projects.path });
    expect(code).toBe(1);
    expect(stdout).toContain('b/migrations/001_b.sql:1:19');
    expect(stdout).toContain('2 projects, 2 migrations, 1 replayed: 1 error.');
  });

  test('strata replay shows the timeline, and exits with 1 where a migration fails', async () => {
    using project = directory({
      ...good,
      'migrations/002_more.sql': 'ALTER TABLE t RENAME COLUMN a TO b;\n',
    });
    const { code, stdout } = await strata(['replay'], { cwd: project.path });
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /✓ 002_more .*\n {4}renames t\.a → b\n {4}holds ACCESS EXCLUSIVE on t for .*: reads and writes wait/,
    );
    using broken = directory(bad);
    expect((await strata(['replay'], { cwd: broken.path })).code).toBe(1);
  });

  test('strata plan writes the first migration into the folder that the configuration names', async () => {
    using project = directory({
      'strata.config.json': '{ "migrations": "db/m", "schema": "schema.sql" }',
      'schema.sql': 'create table a (id int primary key);\n',
      'db/m/.gitkeep': '',
    });
    const { code, stdout } = await strata(['plan', 'init'], { cwd: project.path });
    expect(stdout).toMatch(/^wrote db\/m\/\d{14}_init\.sql$/m);
    expect(code).toBe(0);
  });

  test('strata replay says of a migration that was not read why, and does not tick it', async () => {
    using project = directory({ 'migrations/001_a.sql': 'create table a (id int);\n' });
    symlinkSync('nowhere.sql', join(project.path, 'migrations/002_b.sql'));
    const { code, stdout } = await strata(['replay'], { cwd: project.path });
    expect(stdout).toContain('✓ 001_a');
    expect(stdout).toContain(
      '✗ 002_b\n    migrations/002_b.sql cannot be read: it is a link to something that does not exist\n',
    );
    expect(code).toBe(1);
    using without = directory({
      'prisma/migrations/migration_lock.toml': 'provider = "postgresql"\n',
      'prisma/migrations/20260101000000_a/migration.sql': 'create table a (id int);\n',
      'prisma/migrations/20260102000000_b/note.txt': '',
    });
    const missing = await strata(['replay'], { cwd: without.path });
    expect(missing.stdout).toContain(
      '✗ 20260102000000_b\n    prisma/migrations/20260102000000_b has no migration.sql\n',
    );
    expect(missing.code).toBe(1);
  });
});

describe.concurrent('output', () => {
  test('has no colours where there is no terminal, unless they are asked for', async () => {
    using project = directory(bad);
    const at = { cwd: project.path };
    expect((await strata(['check'], at)).stdout).not.toContain(colour);
    expect((await strata(['check'], { ...at, env: { FORCE_COLOR: '1' } })).stdout).toContain(`${colour}[31m`);
    expect(
      (await strata(['check'], { ...at, env: { FORCE_COLOR: '1', NO_COLOR: '1' } })).stdout,
    ).not.toContain(colour);
  });

  test.skipIf(!existsSync('/usr/bin/script'))(
    'tells its progress on a terminal, and takes it away',
    async () => {
      using project = directory({ ...good, 'migrations/002_more.sql': 'CREATE TABLE u (a int);\n' });
      const command = `"${process.execPath}" "${program}" check --no-cache`;
      const child = spawn('script', ['-qec', command, '/dev/null'], {
        cwd: project.path,
        env: { ...process.env, TERM: 'xterm', COLUMNS: '80' },
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      let seen = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        seen += text;
      });
      await new Promise((resolve) => child.on('close', resolve));
      expect(seen).toContain('.: 2 of 2, 0 left  002_more');
      const clear = `\r${colour}[2K`;
      const [, report] = seen.slice(seen.lastIndexOf('0 left')).split(clear);
      expect(report).toContain('all 2 replay');
      expect(report).toContain(`${colour}[32m`);
    },
  );

  test('may be cut short by its reader without an error', async () => {
    using project = directory(bad);
    const child = spawn('sh', ['-c', `"${process.execPath}" "${program}" check --json | head -n 1`], {
      cwd: project.path,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const pieces: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => pieces.push(text));
    await new Promise((resolve) => child.on('close', resolve));
    expect(Buffer.concat(pieces).toString()).toBe('{\n');
  });

  test.each([[], ['check'], ['replay'], ['cache'], ['diff'], ['dump'], ['mutate']])(
    'help of strata %s ends with 0',
    async (...words) => {
      const { code, stdout } = await strata([...words, '--help']);
      expect(code).toBe(0);
      expect(stdout).toContain(`Usage: strata ${words.join(' ')}`.trim());
      expect(stdout.split('\n').every((line) => line.length <= 130)).toBe(true);
    },
  );

  test('help says what is required, what holds without an option, and where to begin', async () => {
    const helpOf = async (...words: readonly string[]) =>
      (await strata([...words, '--help'])).stdout.replaceAll(/\n {3,}/g, ' ');
    expect(await helpOf()).toContain('Begin with `strata check`');
    const diff = await helpOf('diff');
    expect(diff).toContain('(required)');
    expect(diff).toContain('(native, pglite; default: native)');
    expect(diff).not.toContain('live database');
    const deploy = await helpOf('deploy');
    expect(deploy).toContain('(default: DATABASE_URL)');
    expect(deploy).not.toMatch(/default: none|\) \(/);
  });

  test('--version is that of the package', async () => {
    const { version } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));
    expect((await strata(['--version'])).stdout).toBe(`${version}\n`);
  });

  test('docs/configuration.md describes every key and value of the configuration', () => {
    const page = readFileSync(join(repository, 'docs/configuration.md'), 'utf8');
    for (const [key, inner] of Object.entries(configSchema.shape)) {
      expect(page).toContain(`\`${key}\``);
      for (const value of optionsOf(inner)) expect(page).toContain(`\`${value}\``);
    }
  });
});

function optionsOf(schema: { unwrap(): unknown }): readonly string[] {
  const inner = schema.unwrap();
  return inner !== null && typeof inner === 'object' && 'options' in inner
    ? (inner.options as readonly string[])
    : [];
}

/** Every process below one, by what /proc says. */
function descendants(pid: number): readonly number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
    } catch {
      // It has ended in the meantime.
    }
  }
  const found = new Set([pid]);
  for (let size = 0; size !== found.size; ) {
    size = found.size;
    for (const [child, parent] of parents) if (found.has(parent)) found.add(child);
  }
  found.delete(pid);
  return [...found];
}

function isServer(pid: number): boolean {
  try {
    return /postgres\0.*-D\0/s.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
  } catch {
    return false;
  }
}

async function until(isSo: () => boolean, seconds: number): Promise<boolean> {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await sleep(50)) if (isSo()) return true;
  return isSo();
}

test.runIf(process.platform === 'linux').each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGKILL', undefined],
] as const)('%s in the middle of a rehearsal leaves no server behind', async (signal, code) => {
  using project = directory({ 'migrations/001_init.sql': 'SELECT pg_sleep(600);\n' });
  let servers: readonly number[] = [];
  const outcome = await strata(['check', '--no-cache'], {
    cwd: project.path,
    meanwhile: async (pid) => {
      await until(() => {
        servers = descendants(pid).filter(isServer);
        return servers.length > 0;
      }, 50);
      // Let it get into the statement.
      await sleep(300);
      process.kill(pid, signal);
    },
  });
  expect(outcome.code).toBe(code);
  expect(servers.length).toBeGreaterThan(0);
  expect(await until(() => !servers.some(isServer), 20)).toBe(true);
});

test.runIf(process.platform !== 'win32').each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)(
  '%s ends a rehearsal on PGlite at once, also where a statement never ends',
  async (signal, code) => {
    using project = directory({ 'migrations/001_init.sql': 'DO $$ BEGIN LOOP END LOOP; END $$;\n' });
    let end: NodeJS.Timeout | undefined;
    const outcome = await strata(['check', '--no-cache', '--engine', 'pglite'], {
      cwd: project.path,
      meanwhile: async (pid) => {
        // Let it get into the statement.
        await sleep(6000);
        process.kill(pid, signal);
        end = setTimeout(() => process.kill(pid, 'SIGKILL'), 15_000);
      },
    });
    clearTimeout(end);
    expect(outcome.code).toBe(code);
  },
);

test.each([
  ['check', 'URL'],
  ['plan', 'x', 'URL'],
  ['squash', 'URL'],
  ['merge-check', 'x', 'URL'],
  ['check', '--output', 'URL'],
  ['URL'],
])('the password of a URL in the wrong place is not printed: %s %s %s', async (...words) => {
  const url = 'postgres://me:secret@127.0.0.1:1/d';
  const { code, stdout, stderr } = await strata(
    words.filter((word) => word !== undefined).map((word) => (word === 'URL' ? url : word)),
  );
  expect(code).toBe(2);
  expect(stdout + stderr).not.toContain('secret');
});
