import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openSession, type Session } from '../db/session.ts';
import { StrataError } from '../model/errors.ts';
import { quoteLiteral } from '../postgres/identifier.ts';
import { programPath, spawnFailure } from './binaries.ts';
import { ownerRole, superuserRole } from './engine.ts';
import { contentHash } from './extension-files.ts';
import type { ServerDetails } from './lease.ts';
import { createRun, leaveRun, makeDataDirectory, type Run } from './run.ts';
import { type Installation, startServer } from './server.ts';
import { guardedSettings, ownerParameters } from './settings.ts';
import { findSnapshot, keepSnapshot, type Snapshot } from './snapshots.ts';

/** What an empty cluster is made from. */
export interface BaseRecipe {
  /** What the user is told is being prepared. */
  readonly title: string;
  /** SQL of the platform, run by the superuser in the database `postgres`. */
  readonly prelude: string;
  /** Names the contents of the extensions that the prelude may use. */
  readonly extensions: string;
}

/** `initdb`'s choices: a locale that every system has, and no checksums for files that live a minute. */
const initdbOptions = [
  '--encoding=UTF8',
  '--locale=C',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  `--username=${superuserRole}`,
  '--auth=scram-sha-256',
  '--no-sync',
  '--no-instructions',
  '--no-data-checksums',
  '--wal-segsize=1',
  // The password is random and long; iterations would only make each connection slower.
  '--set=scram_iterations=1',
];

/** Nobody is trusted, so that a migration cannot connect back as the superuser. */
const hostAccess = `local all all scram-sha-256
host all all 127.0.0.1/32 scram-sha-256
host all all ::1/128 scram-sha-256
`;

/** Roles that a managed service lets its owner role hand on, such as in \`GRANT pg_read_all_data TO reader\`. */
const handedRoles = [
  'pg_checkpoint',
  'pg_create_subscription',
  'pg_maintain',
  'pg_read_all_data',
  'pg_write_all_data',
];

/** Names the base that this recipe makes with these binaries. */
export function baseKey(installation: Installation, recipe: BaseRecipe): string {
  const own = JSON.stringify([initdbOptions, hostAccess, clusterSql(''), databaseSql]);
  return contentHash(installation.binaries.key, own, recipe.prelude, recipe.extensions);
}

/** The empty cluster of this recipe; made by one process while others that want it wait. */
export async function findOrMakeBase(
  installation: Installation,
  recipe: BaseRecipe,
  onProgress?: (message: string) => void,
): Promise<Snapshot> {
  const { clusters } = installation.places;
  const key = baseKey(installation, recipe);
  for (;;) {
    const found = findSnapshot(clusters, 'base', key);
    if (found) return found;
    const run = await createRun(installation.places, `base ${clusters} ${key}`);
    if (run === undefined) {
      await sleep(20);
      continue;
    }
    try {
      if (findSnapshot(clusters, 'base', key)) continue;
      onProgress?.(`preparing ${recipe.title}`);
      const password = await fillBase(installation, recipe, run);
      await keepSnapshot(clusters, key, { kind: 'base', name: recipe.title, password }, run.data);
    } finally {
      await leaveRun(run);
    }
  }
}

async function fillBase(installation: Installation, recipe: BaseRecipe, run: Run): Promise<string> {
  const password = randomBytes(24).toString('base64url');
  await runInitdb(installation, run, password);
  fs.writeFileSync(join(run.data, 'pg_hba.conf'), hostAccess);
  const details = await startServer(installation, run, { password });
  await using inTemplate = await asSuperuser(details, 'template1');
  await inTemplate.query(clusterSql(password));
  await inTemplate.query(databaseSql);
  {
    await using inMain = await asSuperuser(details, 'postgres');
    await inMain.query(databaseSql);
    if (recipe.prelude !== '') await runPrelude(inMain, recipe);
  }
  for (const statement of pristineSql) await inTemplate.query(statement);
  await (await run.lease).stop();
  return password;
}

async function asSuperuser(details: ServerDetails, database: string): Promise<Session> {
  const { host, port, password } = details;
  return await openSession({
    host,
    port,
    password,
    database,
    user: superuserRole,
    settings: guardedSettings,
  });
}

async function runPrelude(session: Session, recipe: BaseRecipe): Promise<void> {
  await session.query('RESET search_path; SET search_path = "$user", public');
  const { error } = await session.run(recipe.prelude);
  if (error) throw new StrataError('internal', `preparing ${recipe.title}: ${error.message} (${error.code})`);
}

async function runInitdb(installation: Installation, run: Run, password: string): Promise<void> {
  const { serverUser } = installation.places;
  makeDataDirectory(run, installation.places);
  const passwordFile = join(run.sockets, 'password');
  fs.writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (serverUser) fs.chownSync(passwordFile, serverUser.uid, serverUser.gid);
  const words = [...initdbOptions, `--pwfile=${passwordFile}`, '-D', run.data];
  const failure = await new Promise<string | undefined>((resolve) => {
    const child = spawn(programPath(installation.binaries, 'initdb'), words, {
      ...serverUser,
      cwd: fs.realpathSync('/'),
      ...(process.platform === 'win32' ? {} : { env: { LC_ALL: 'C', TZ: 'UTC' } }),
      // Not in the terminal's process group: Ctrl-C ends it through its keeper's data directory vanishing.
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
      windowsHide: true,
    });
    let output = '';
    child.stderr.on('data', (chunk) => {
      output += chunk;
    });
    child.on('error', (error) => resolve(spawnFailure(error)));
    child.on('close', (code) =>
      resolve(code === 0 ? undefined : output.trim() || `initdb ended with ${code}`),
    );
  });
  fs.rmSync(passwordFile, { force: true });
  if (failure === undefined) return;
  const isFull = /No space left on device/.test(failure);
  throw new StrataError('engine', `a new PostgreSQL cluster could not be made in ${run.data}: ${failure}`, {
    hint: isFull
      ? 'Free some space there (about 40 MB are needed), or set STRATA_CACHE_DIR to a directory with more room.'
      : 'Use --engine pglite, or run as another user.',
  });
}

/** Roles and rights of the whole cluster. */
function clusterSql(password: string): string {
  return `
CREATE ROLE ${ownerRole} LOGIN CREATEDB CREATEROLE BYPASSRLS PASSWORD ${quoteLiteral(password)};
-- A superuser who creates a role may act as it and hand objects to it; histories rely on that.
ALTER ROLE ${ownerRole} SET createrole_self_grant = 'set, inherit';
GRANT pg_monitor, pg_signal_backend TO ${ownerRole} WITH ADMIN TRUE;
GRANT ${handedRoles.join(', ')} TO ${ownerRole} WITH ADMIN TRUE, INHERIT FALSE, SET FALSE;
GRANT SET ON PARAMETER ${ownerParameters.join(', ')} TO ${ownerRole};
ALTER DATABASE postgres OWNER TO ${ownerRole};
`;
}

/** Dumps comment on plpgsql and set its owner, which only its owner may do. */
const databaseSql = `
ALTER LANGUAGE plpgsql OWNER TO ${ownerRole};
UPDATE pg_extension SET extowner = '${ownerRole}'::regrole WHERE extname = 'plpgsql';
`;

/** template0 becomes the untouched copy of the main database: nobody can connect to it, so it can always be cloned. */
const pristineSql = [
  'ALTER DATABASE template0 IS_TEMPLATE false',
  'DROP DATABASE template0',
  'CREATE DATABASE template0 TEMPLATE postgres STRATEGY file_copy IS_TEMPLATE true ALLOW_CONNECTIONS false',
  `INSERT INTO pg_db_role_setting SELECT clone.oid, setrole, setconfig
   FROM pg_db_role_setting, pg_database origin, pg_database clone
   WHERE setdatabase = origin.oid AND origin.datname = 'postgres' AND clone.datname = 'template0'`,
];
