import path from 'node:path';
import { crc32 } from 'node:zlib';
import type { Finding } from '../../model/finding.ts';
import { compareFlywayVersions, type FlywayVersion, parseFlywayVersion } from '../../model/flyway-version.ts';
import type { Migration } from '../../model/migration.ts';
import { readConfigText } from '../config-text.ts';
import { compareBytes, type MigrationFolder, openChild, pathIn, type Reading } from '../migration-folder.ts';
import {
  duplicateVersions,
  ignoredFiles,
  notSql,
  observeEmpty,
  observeFiles,
  programsIn,
} from '../observe.ts';
import { lineAt, readSqlFiles, type SqlFile, wholeText } from '../sql-file.ts';
import { readFlywayConfig } from './flyway-config.ts';

const pattern = /^(?:([VUB])(\d+(?:[._]\d+)*)__(.*)|R__(.*))\.sql$/;

/** A script of Flyway by its name. `version` is empty for a repeatable one. */
interface Script {
  readonly file: string;
  readonly name: string;
  readonly kind: 'V' | 'U' | 'B' | 'R';
  readonly version: FlywayVersion;
}

/** Whether Flyway would take a file of this name for a versioned or repeatable migration. */
export function isFlywayName(name: string): boolean {
  return pattern.test(name);
}

/**
 * Reads `V<version>__<description>.sql` by version, then `R__<description>.sql` by description (Flyway), also from
 * folders below. On an empty database the newest baseline `B…` stands for all versions up to its own.
 */
export async function readFlyway(folder: MigrationFolder): Promise<Reading> {
  const folders = [folder, ...(folder.more ?? [])];
  const names = folders.flatMap((own) => listBelow(own, '').map((name) => pathIn(own, name)));
  const scripts = names.flatMap(toScript).sort(compareScripts);
  const baseline = scripts.filter((script) => script.kind === 'B').at(-1);
  const isReplaced = (script: Script) =>
    baseline !== undefined &&
    script.kind !== 'R' &&
    script !== baseline &&
    compareFlywayVersions(script.version, baseline.version) <= 0;
  const running = scripts.filter((script) => script.kind !== 'U' && !isReplaced(script));
  const undos = scripts.filter((script) => script.kind === 'U');
  const sources = [...running, ...undos].map((script) => ({ file: script.file, migration: script.name }));
  const read = await readSqlFiles(folder.dir, sources);
  const config = readFlywayConfig(folder.dir);
  const { placeholders, placeholder, ledgerTable, schemas } = config;
  const confs = read.map((file) => confOf(folder, file));
  const filled = read.map((file, index) =>
    placeholder === undefined || leavesPlaceholders.test(confs[index]!)
      ? { file, findings: [] }
      : fillPlaceholders(
          file,
          placeholder,
          new Map([['flyway:filename', baseName(file.file)], ...placeholders]),
        ),
  );
  const files = filled.slice(0, running.length).map((one) => one.file);
  const undoOf = new Map(
    undos.map((script, index) => [script.version.join('.'), filled[running.length + index]!.file]),
  );
  const migrations = running.map((script, index) =>
    toMigration(
      files[index]!,
      script.kind === 'V' ? undoOf.get(script.version.join('.')) : undefined,
      confs[index]!,
      linesChecksum((script.kind === 'R' ? files : read)[index]!.text),
    ),
  );
  const programs = folders.map((own) => ({
    own,
    files: programsIn(own, /^[VR].*__.*\.(?:java|kt|rs|class)$/),
  }));
  return {
    migrations,
    programs: programs.flatMap(({ files }) => files),
    ...(placeholder === undefined
      ? {}
      : { fill: (text: string) => fillText(text, placeholder, placeholders) }),
    ...(ledgerTable === undefined ? {} : { ledgerTable }),
    ...(schemas.length === 0 ? {} : { schemas }),
    findings: [
      ...config.findings,
      ...filled.flatMap((one) => one.findings),
      ...observeFiles(read),
      ...observeEmpty(migrations, files),
      ...programs.flatMap(({ own, files }) => notSql(own, files)),
      ...duplicateVersions(
        migrations,
        ({ name }) => (name.startsWith('V') ? (toScript(`${name}.sql`)[0]?.version.join('.') ?? '') : null),
        { severity: 'error', note: 'Flyway refuses the whole folder when two scripts carry one version.' },
      ),
      ...replacedFiles(
        folder,
        scripts.filter((script) => script.kind !== 'U' && isReplaced(script)),
        baseline,
      ),
      ...otherFiles(folder, names),
    ],
  };
}

function replacedFiles(
  { folder }: MigrationFolder,
  replaced: readonly Script[],
  baseline: Script | undefined,
): readonly Finding[] {
  return ignoredFiles(
    folder,
    replaced.map((script) => script.file),
    `the baseline ${baseline?.name} stands for them on an empty database`,
    'Databases that already have some of them still run the others; those are not rehearsed.',
  );
}

function otherFiles({ folder }: MigrationFolder, names: readonly string[]): readonly Finding[] {
  return ignoredFiles(
    folder,
    names.filter((name) => /\.sql$/i.test(name) && !pattern.test(baseName(name))),
    'Flyway takes only V<version>__<description>.sql and R__<description>.sql for migrations',
    'Callbacks such as afterMigrate.sql are not rehearsed; anything else needs two underscores after its version.',
  );
}

function listBelow(folder: MigrationFolder, below: string): readonly string[] {
  return folder.entries.flatMap((entry) => {
    if (entry.kind !== 'directory' || pattern.test(entry.name)) return [below + entry.name];
    const child = openChild(folder, entry.name);
    return child === null ? [] : listBelow(child, `${below}${entry.name}/`);
  });
}

function baseName(name: string): string {
  return path.posix.basename(name);
}

function toScript(file: string): readonly Script[] {
  const match = pattern.exec(baseName(file));
  if (match === null) return [];
  return [
    {
      file,
      name: baseName(file).slice(0, -'.sql'.length),
      kind: (match[1] ?? 'R') as Script['kind'],
      version: match[2] === undefined ? [] : parseFlywayVersion(match[2]),
    },
  ];
}

function compareScripts(a: Script, b: Script): number {
  if ((a.kind === 'R') !== (b.kind === 'R')) return a.kind === 'R' ? 1 : -1;
  return compareFlywayVersions(a.version, b.version) || compareBytes(a.name, b.name);
}

/** Compares the names of scripts; versions come before repeatable ones. What is no name of Flyway's has its place by its bytes. */
export function compareScriptNames(a: string, b: string): number {
  const [first, second] = [a, b].flatMap((name) => toScript(`${name}.sql`));
  return first === undefined || second === undefined ? compareBytes(a, b) : compareScripts(first, second);
}

/** Flyway's checksum: of a versioned script as it is written, of a repeatable one with its placeholders filled in. */
export function linesChecksum(text: string): number {
  return crc32(text.replace(/[\r\n]/g, '')) | 0;
}

function toMigration(file: SqlFile, undo: SqlFile | undefined, conf: string, checksum: number): Migration {
  return {
    name: file.migration,
    up: wholeText(file),
    ...(undo?.isReadable ? { down: wholeText(undo) } : {}),
    transaction: /^\s*executeInTransaction\s*=\s*false\s*$/im.test(conf) ? 'autocommit' : 'auto',
    hash: file.hash,
    ledgerMark: checksum,
  };
}

/** The configuration of a script, which may lie beside it: `V1__x.sql.conf`. Empty where there is none. */
function confOf(folder: MigrationFolder, { file }: SqlFile): string {
  // The listing tells without a disk access whether a script of this folder has a .conf file; below it the file is looked up.
  const isTop = path.posix.dirname(file) === folder.folder;
  if (isTop && !folder.entries.some((entry) => entry.name === `${baseName(file)}.conf`)) return '';
  return readConfigText(path.join(folder.dir, `${file}.conf`)) ?? '';
}

const leavesPlaceholders = /^\s*placeholderReplacement\s*=\s*false\s*$/im;

/** Replaces placeholders by their configured values; one without a value stays. */
function fillText(text: string, placeholder: RegExp, values: ReadonlyMap<string, string>): string {
  return text.replace(placeholder, (whole, name: string) => values.get(name.toLowerCase()) ?? whole);
}

/** Fills in the values of a script; a placeholder without one is a finding. */
function fillPlaceholders(
  file: SqlFile,
  placeholder: RegExp,
  values: ReadonlyMap<string, string>,
): { file: SqlFile; findings: readonly Finding[] } {
  const unknown = new Map<string, { readonly written: string; readonly offset: number }>();
  for (const { 0: written, 1: name = '', index } of file.text.matchAll(placeholder))
    if (!values.has(name.toLowerCase()) && !unknown.has(name)) unknown.set(name, { written, offset: index });
  const findings = [...unknown].map(
    ([name, { written, offset }]): Finding => ({
      rule: 'unknown-placeholder',
      severity: 'warning',
      message: `${file.file} uses the placeholder ${written}, which has no value here`,
      notes: ['Flyway refuses the script unless its configuration or command line gives one.'],
      hint: ['Give it a value in flyway.conf:', { code: `flyway.placeholders.${name}=<value>` }],
      where: {
        file: file.file,
        line: lineAt(file.text, offset),
        column: offset - file.text.lastIndexOf('\n', offset - 1),
      },
      migration: file.migration,
    }),
  );
  return { file: { ...file, text: fillText(file.text, placeholder, values) }, findings };
}
