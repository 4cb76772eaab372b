import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Finding } from '../../model/finding.ts';
import { ledgerName } from '../ledger-name.ts';
import { type MigrationFolder, pathIn, type Reading } from '../migration-folder.ts';
import { observeEmpty, observeFiles } from '../observe.ts';
import { findSqitchConf } from '../sqitch-conf.ts';
import { readSqlFiles } from '../sql-file.ts';
import { migrationsOf } from '../whole-files.ts';

/** One change of the plan. The earlier life of a reworked change has files named with the tag that ended it. */
interface PlannedChange {
  readonly name: string;
  readonly script: string;
}

/** Reads `sqitch.plan` with `deploy/<change>.sql` and `revert/<change>.sql` (Sqitch), in the order of the plan. */
export async function readSqitch(folder: MigrationFolder): Promise<Reading> {
  const plan = readFileSync(path.join(folder.dir, pathIn(folder, 'sqitch.plan')), 'utf8');
  const changes = parsePlan(plan);
  const read = (kind: 'deploy' | 'revert') =>
    readSqlFiles(
      folder.dir,
      changes.map(({ name, script }) => ({
        file: pathIn(folder, kind, `${script}.sql`),
        migration: name,
      })),
    );
  const files = await read('deploy');
  // A change without revert is allowed, so a missing file here is no finding.
  const reverts = (await read('revert')).filter((revert) => revert.isReadable);
  const migrations = migrationsOf(files, reverts, () => ({ transaction: 'auto' }));
  const conf = findSqitchConf(path.resolve(folder.dir, folder.folder))?.text ?? '';
  return {
    migrations,
    usualLedgerTable: 'sqitch.changes',
    ...ownRegistry(conf),
    variables: ownVariables(conf),
    findings: [
      ...emptyPlan(folder, changes),
      ...observeFiles([...files, ...reverts]),
      ...observeEmpty(migrations, files),
    ],
  };
}

/** Where the project's configuration says that Sqitch keeps its registry. */
function ownRegistry(conf: string): Pick<Reading, 'ledgerTable'> {
  const registry = /^\s*registry\s*=\s*"?([^"\s]+)/m.exec(conf)?.[1];
  return registry === undefined ? {} : { ledgerTable: ledgerName(registry, 'changes') };
}

/** What the configuration sets for every target. https://sqitch.org/docs/manual/sqitch-deploy/ */
function ownVariables(conf: string): Readonly<Record<string, string>> {
  const sections = conf.matchAll(
    /^[ \t]*\[(?:core|deploy)(?:\.variables| "variables")\][^\n]*\n((?:(?![ \t]*\[).*\n?)*)/gm,
  );
  return Object.fromEntries(
    [...sections].flatMap(([, lines = '']) =>
      [...lines.matchAll(/^\s*(\w+)\s*=\s*"?(.*?)"?[ \t\r]*$/gm)].map(([, name = '', value = '']) => [
        name,
        value,
      ]),
    ),
  );
}

/** The changes of a plan: the first word of each line that is no pragma (%), tag (@) or comment (#). */
function parsePlan(text: string): readonly PlannedChange[] {
  const changes: PlannedChange[] = [];
  let tag: string | null = null;
  // Where a change is reworked after a tag, the files of its earlier life are called <change>@<tag>.sql.
  const tagAfter = new Map<number, string>();
  for (const line of text.split(/\r?\n/)) {
    const word = /^\s*([^\s%#]\S*)/.exec(line)?.[1];
    if (word === undefined) continue;
    if (word.startsWith('@')) {
      tag = word;
      for (let index = 0; index < changes.length; index++) {
        if (!tagAfter.has(index)) tagAfter.set(index, tag);
      }
    } else {
      changes.push({ name: word.replace(/^\+/, ''), script: word.replace(/^\+/, '') });
    }
  }
  const last = new Map(changes.map((change, index) => [change.name, index]));
  return changes.map((change, index) => {
    const ended = tagAfter.get(index);
    if (last.get(change.name) === index || ended === undefined) return change;
    return { name: `${change.name}${ended}`, script: `${change.name}${ended}` };
  });
}

function emptyPlan(folder: MigrationFolder, changes: readonly PlannedChange[]): readonly Finding[] {
  if (changes.length > 0) return [];
  const file = pathIn(folder, 'sqitch.plan');
  return [
    {
      rule: 'journal-mismatch',
      severity: 'warning',
      message: `${file} plans no change`,
      notes: [],
      hint: 'Add one with `sqitch add <name>`.',
      where: { file, line: 1, column: 1 },
    },
  ];
}
