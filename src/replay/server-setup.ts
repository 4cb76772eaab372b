import type { Session } from '../db/session.ts';
import { type Engine, type OpenOptions, ownerRole } from '../engine/engine.ts';
import { closeOnFailure } from '../model/close-on-failure.ts';
import { StrataError } from '../model/errors.ts';
import type { History } from '../model/migration.ts';
import { quoteIdentifier, splitIdentifier } from '../postgres/identifier.ts';
import type { RehearsalBasis } from './chain.ts';
import { loadSql } from './load.ts';
import { createRoles, createTablespaces } from './on-behalf.ts';

/** Which engine a history runs on, whatever it starts from. */
export function engineOf(
  { platform }: Pick<History, 'platform'>,
  {
    engine,
    extensions,
    cacheDir,
  }: Pick<RehearsalBasis, 'engine' | 'extensions'> & Pick<OpenOptions, 'cacheDir'>,
): Pick<OpenOptions, 'kind' | 'base' | 'cacheDir'> {
  return { kind: engine, base: { platform, extensions }, cacheDir };
}

/** What the project says its servers have before the first migration. */
interface ServerSetup {
  readonly roles: readonly string[];
  /** SQL, run as the owner: extensions, schemas, tables of a platform. */
  readonly setup: string;
}

/** reserved_name, https://www.postgresql.org/docs/18/errcodes-appendix.html */
const reservedName = '42939';

/**
 * Prepares an empty engine as the project's servers are before the first migration. Returns what `setup` says that had to be left
 * out: `CREATE DATABASE shop`.
 */
export async function setUpServer(
  { main }: Engine,
  { roles, setup }: ServerSetup,
): Promise<readonly string[]> {
  if (roles.length > 0) {
    await using admin = await main.connect('superuser');
    for (const [i, role] of roles.entries()) {
      await createRoles(admin, [role]).catch((cause) => {
        if (cause.code !== reservedName) throw cause;
        throw new StrataError(
          'config',
          `\`roles.${i}\` of strata.config names ${role}, which PostgreSQL keeps for itself`,
          {
            hint: 'Take it out: `roles` lists what the servers have besides.',
            cause,
          },
        );
      });
    }
  }
  if (setup === '') return [];
  const file = { name: '`setup` of strata.config', text: setup };
  return (await loadSql(main, 'owner', [file], { meansDatabase: true })).leftOut;
}

/** Makes the schemas that the runner itself makes, and sets the owner's search_path to the first of them. */
export async function makeOwnSchemas(
  { main }: Engine,
  { schemas = [] }: Pick<History, 'schemas'>,
): Promise<void> {
  const [home, ...others] = schemas.map(quoteIdentifier);
  if (home === undefined) return;
  const text = [
    ...[home, ...others].map((name) => `CREATE SCHEMA IF NOT EXISTS ${name};`),
    `ALTER ROLE CURRENT_USER SET search_path = ${home}, "$user", public;`,
  ].join('\n');
  await loadSql(main, 'owner', [{ name: "the runner's schemas", text }]);
}

/** A server that is ready for the migrations of a history. */
interface Entered {
  /** A superuser's session, for what else is to be done before them. */
  readonly admin: Session;
  /** As `setUpServer` tells it; undefined where the engine came from a snapshot and was set up before. */
  readonly leftOut: readonly string[] | undefined;
}

/** Makes an engine ready for the migrations of a history, whether it is empty or from a snapshot. */
export async function enterServer(engine: Engine, history: History, setup: ServerSetup): Promise<Entered> {
  let leftOut: readonly string[] | undefined;
  if (engine.startedFrom === undefined) {
    leftOut = await setUpServer(engine, setup);
    await makeOwnSchemas(engine, history);
  }
  const admin = await engine.main.connect('superuser');
  return await closeOnFailure(admin, async () => {
    await prepareServer(admin, history);
    return { admin, leftOut };
  });
}

/** Gives a server what a history names and does not make itself. */
async function prepareServer(admin: Session, history: History): Promise<void> {
  await grantOwnSettings(admin, history);
  await makeNamedTablespaces(admin, history);
}

/**
 * Only roles with the right to do so may store an application's own settings (`app.jwt_secret`) for a role or database. They
 * mean nothing to the server, so the owner is granted those that the history names.
 * https://www.postgresql.org/docs/18/runtime-config-custom.html
 */
async function grantOwnSettings(admin: Session, history: History): Promise<void> {
  const names = new Set<string>();
  for (const { up } of history.migrations) {
    if (!/\balter\s+(database|role|user|system)\b/i.test(up.text)) continue;
    for (const [, name] of up.text.matchAll(/\bset\s+"?([a-z_]\w*\.[a-z_][\w.]*)"?\s*(?:=|to\b)/gi))
      names.add(name as string);
  }
  for (const name of names) {
    const quoted = name.split('.').map(quoteIdentifier).join('.');
    await admin.run(`grant set on parameter ${quoted} to ${ownerRole}`);
  }
}

/**
 * Creates the tablespaces that a history names, also those that it would create: they belong to servers, and an owner may create none.
 */
async function makeNamedTablespaces(admin: Session, history: History): Promise<void> {
  const names = new Set(history.migrations.flatMap(({ up }) => tablespacesNamed(up.text)));
  await createTablespaces(admin, [...names].sort());
}

const identifier = String.raw`(?:"(?:[^"]|"")+"|[a-z_]\w*)`;
const settingValue = `(?:'[^']*'|${identifier})`;
const afterTablespace = new RegExp(String.raw`(?<!\bcreate\s+)\btablespace\s*=?\s*(${identifier})`, 'gi');
const inSetting = new RegExp(
  String.raw`\b(?:default_tablespace|temp_tablespaces)\s*(?:=|to\b)\s*(${settingValue}(?:\s*,\s*${settingValue})*)`,
  'gi',
);

/** Tablespaces that a text names, as `TABLESPACE name` or in one of the two settings. */
function tablespacesNamed(text: string): readonly string[] {
  const mentioned = [...text.matchAll(afterTablespace)].flatMap(([, name = '']) => splitIdentifier(name));
  const set = [...text.matchAll(inSetting)].flatMap(([, values = '']) =>
    (values.match(new RegExp(settingValue, 'gi')) ?? []).flatMap((value) =>
      value.startsWith("'") ? [value.slice(1, -1)] : splitIdentifier(value),
    ),
  );
  return [...mentioned, ...set].filter((name) => !/^(pg_.*|owned|location|if|not|default|)$/i.test(name));
}
