import path from 'node:path';
import { inStep } from '../model/errors.ts';
import { severities } from '../model/finding.ts';
import type { History, Layout, Migration, Program, Runner } from '../model/migration.ts';
import { carryOutCommands } from '../sql/psql-commands.ts';
import { detectPlatform } from './detect/platform.ts';
import { type Including, withIncluded } from './included.ts';
import { readDrizzle } from './layouts/drizzle.ts';
import { readPrisma } from './layouts/prisma.ts';
import { readSql, runnerOf } from './layouts/sql.ts';
import { readSupabase } from './layouts/supabase.ts';
import { compareBytes, type MigrationFolder, openFolder, type Reading } from './migration-folder.ts';
import { readNamedFiles } from './named-files.ts';
import type { HistoryOverrides, ProjectRoot } from './project-root.ts';
import { withRollbacks } from './rollbacks.ts';
import { runningOrders } from './running-order.ts';

const readers = {
  prisma: readPrisma,
  supabase: readSupabase,
  drizzle: readDrizzle,
  sql: readSql,
} satisfies Record<Layout, (folder: MigrationFolder, runner: Runner) => Promise<Reading>>;

/**
 * Reads the migrations of a project. What is wrong with a file is a finding; a migration that cannot be read stays
 * in the list with an empty text. Throws a `project` error only when the folder itself cannot be listed.
 */
export async function readHistory(root: ProjectRoot, overrides: HistoryOverrides = {}): Promise<History> {
  const isNamed = root.files !== undefined;
  const layout = (isNamed ? undefined : overrides.layout) ?? root.layout;
  return inStep(`reading history ${root.folder}`, async () => {
    const first = openFolder(root.dir, root.folder);
    const more = (root.more ?? []).map((other) => openFolder(root.dir, other));
    const folder = more.length === 0 ? first : { ...first, more };
    const runner = overrides.runner ?? (isNamed ? root.runner : chooseRunner(root, layout, folder));
    const reading = root.files === undefined ? readers[layout](folder, runner) : readNamedFiles(root, runner);
    const {
      migrations: read,
      findings,
      usualLedgerTable: usual,
      isOneTransaction,
      schemas,
      variables,
      fill: fillOwn,
      programs: files = [],
      ...told
    } = await reading;
    const placeholders = { ...told.placeholders, ...overrides.placeholders };
    const { migrations: paired, findings: ofRollbacks } =
      root.files === undefined
        ? await withRollbacks(root.dir, folder.folder, read)
        : { migrations: read, findings: [] };
    const fillerOf = fillers(placeholders, runner === 'plain' ? (variables ?? {}) : undefined);
    const own = new Set(paired.map(({ up }) => path.resolve(root.dir, up.file)));
    const migrations = paired.map((one) =>
      fillIn(one, fillerOf, runner === 'plain' ? { dir: root.dir, closed: own } : undefined),
    );
    const programs = placePrograms(files, migrations, { runner, folder: folder.folder });
    const ledgerTable = overrides.ledgerTable ?? root.ledgerTable ?? told.ledgerTable;
    return {
      dir: root.dir,
      layout,
      runner,
      folder: folder.folder,
      platform: overrides.platform ?? detectPlatform(root.dir, layout, migrations),
      ...(ledgerTable === undefined ? {} : { ledgerTable }),
      ...(usual === undefined ? {} : { usualLedgerTable: usual }),
      ...(isOneTransaction === undefined ? {} : { isOneTransaction }),
      ...(schemas === undefined ? {} : { schemas }),
      fill: (text) => fillerOf()(fillOwn?.(text) ?? text),
      migrations,
      ...(programs.length === 0 ? {} : { programs }),
      findings: [...findings, ...ofRollbacks].sort(
        (a, b) =>
          severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
          compareBytes(a.where?.file ?? '', b.where?.file ?? '') ||
          compareBytes(a.rule, b.rule),
      ),
    };
  });
}

/** Finds the places of programs in a history. One that bears the name of a migration is taken to be what loads its SQL. */
function placePrograms(
  files: readonly string[],
  migrations: readonly Migration[],
  { runner, folder }: Pick<History, 'runner' | 'folder'>,
): readonly Program[] {
  const order = runningOrders[runner];
  const names = new Set(migrations.map(({ name }) => name));
  return files
    .map((file) => {
      const { dir, name: stem } = path.posix.parse(file);
      const below = path.posix.relative(folder, dir);
      const isOfFolder = runner === 'plain' && below !== '..';
      const name =
        runner === 'prisma' ? path.posix.basename(dir) : isOfFolder ? path.posix.join(below, stem) : stem;
      return { name, file, index: migrations.filter((one) => order(one.name, name) < 0).length };
    })
    .filter(({ name }) => !names.has(name))
    .sort((a, b) => order(a.name, b.name));
}

/**
 * Fills in one script after the other that a runner hands over as one: what a script sets holds in the next. Line numbers stay the same
 * unless a value contains a line end; columns after a value change.
 */
function fillers(
  placeholders: Readonly<Record<string, string>>,
  /** psql's variables, where psql may run the files. */
  variables: Readonly<Record<string, string>> | undefined,
): () => (text: string) => string {
  // The longest name first: `:SCHEMA_NAME` must not be read as `:SCHEMA` and `_NAME`.
  const names = Object.keys(placeholders).sort((a, b) => b.length - a.length);
  return () => {
    const known = variables && new Map(Object.entries(variables));
    return (text) => {
      const filled = names.reduce(
        (filled, name) => filled.replaceAll(name, () => placeholders[name] ?? name),
        text,
      );
      return known === undefined ? filled : carryOutCommands(filled, known);
    };
  };
}

function fillIn(
  migration: Migration,
  fillerOf: () => (text: string) => string,
  /** Where psql, which may run the files, finds what they include. */
  place: Pick<Including, 'dir' | 'closed'> | undefined,
): Migration {
  const { up, down } = migration;
  const fill = fillerOf();
  const filled: Migration = {
    ...migration,
    up: { ...up, text: fill(up.text) },
    ...(down === undefined ? {} : { down: { ...down, text: fillerOf()(down.text) } }),
  };
  return place === undefined ? filled : withIncluded(filled, { ...place, fill });
}

function chooseRunner(root: ProjectRoot, layout: Layout, folder: MigrationFolder): Runner {
  if (layout !== 'sql') return layout;
  return root.layout === 'sql' ? root.runner : runnerOf(folder);
}
