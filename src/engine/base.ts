import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openSession, type Session } from '../db/session.ts';
import { StrataError } from '../model/errors.ts';
import { superuserRole } from './engine.ts';
import { contentHash } from './extension-files.ts';
import { initdbOptions, runInitdb } from './initdb.ts';
import type { ServerDetails } from './lease.ts';
import { createRun, leaveRun, type Run } from './run.ts';
import { type Installation, startServer } from './server.ts';
import { guardedSettings } from './settings.ts';
import { findSnapshot, keepSnapshot, type Snapshot } from './snapshots.ts';
import { clusterSql, databaseSql, type Template } from './template.ts';

/** Every connection needs a password, so that a migration cannot connect back as the superuser. */
const hostAccess = `local all all scram-sha-256
host all all 127.0.0.1/32 scram-sha-256
host all all ::1/128 scram-sha-256
`;

/** Names the base that this template makes with these binaries. */
export function baseKey(installation: Installation, template: Template): string {
  const own = JSON.stringify([initdbOptions, hostAccess, pristineSql]);
  return contentHash(installation.binaries.key, own, template.key);
}

/** The empty cluster of this template; made by one process while others that want it wait. */
export async function findOrMakeBase(
  installation: Installation,
  template: Template,
  onProgress?: (message: string) => void,
): Promise<Snapshot> {
  const { clusters } = installation.places;
  const key = baseKey(installation, template);
  for (;;) {
    const found = findSnapshot([clusters], 'base', key);
    if (found) return found;
    const run = await createRun(installation.places, `base ${clusters} ${key}`);
    if (run === undefined) {
      await sleep(20);
      continue;
    }
    try {
      if (findSnapshot([clusters], 'base', key)) continue;
      onProgress?.(`preparing ${template.title}`);
      const password = await fillBase(installation, template, run);
      await keepSnapshot(clusters, key, { kind: 'base', name: template.title, password }, run.data);
    } finally {
      await leaveRun(run);
    }
  }
}

async function fillBase(installation: Installation, template: Template, run: Run): Promise<string> {
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
    if (template.prelude !== '') await runPrelude(inMain, template);
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

async function runPrelude(session: Session, template: Template): Promise<void> {
  await session.query('RESET search_path; SET search_path = "$user", public');
  const { error } = await session.run(template.prelude);
  if (error)
    throw new StrataError('internal', `preparing ${template.title}: ${error.message} (${error.code})`);
}

/** template0 becomes the untouched copy of the main database: nobody can connect to it, so it can always be cloned. */
const pristineSql = [
  'ALTER DATABASE template0 IS_TEMPLATE false',
  'DROP DATABASE template0',
  'CREATE DATABASE template0 TEMPLATE postgres STRATEGY file_copy IS_TEMPLATE true ALLOW_CONNECTIONS false',
  `INSERT INTO pg_db_role_setting SELECT clone.oid, setrole, setconfig
   FROM pg_db_role_setting, pg_database origin, pg_database clone
   WHERE setdatabase = origin.oid AND origin.datname = 'postgres' AND clone.datname = 'template0'`,
];
