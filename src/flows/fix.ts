import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { diffSchemas } from '../diff/diff.ts';
import type { ProjectRoot } from '../history/project-root.ts';
import { layOut } from '../history/write.ts';
import type { DraftMigration } from '../history/writing/draft.ts';
import { StrataError } from '../model/errors.ts';
import { groupBy } from '../model/group-by.ts';
import { type FileToWrite, type History, type Migration, runsTogether } from '../model/migration.ts';
import { type Act, compareActs, type Fix, type LaterMigration } from '../model/rule.ts';
import type { RuleSettings } from '../model/rule-settings.ts';
import type { Schema } from '../model/schema.ts';
import type { ProjectSettings } from '../model/settings.ts';
import type { Rehearsal } from '../replay/rehearse.ts';
import { splitStatements } from '../sql/split.ts';
import { writeFiles } from './files/write-files.ts';
import { changedFiles } from './judge/changed-files.ts';
import { judgeProject, judgeRehearsal, openSubject } from './judge/judge.ts';
import { changeWords } from './proof/difference-words.ts';
import { rehearseProject } from './rehearsal/rehearse-project.ts';
import { findAllProjects, shownPath } from './sources/find-projects.ts';
import { assertProjectOptions, severalProjects } from './sources/one-project.ts';

export interface FixOptions {
  readonly cwd: string;
  readonly dirs: readonly string[];
  readonly settingsOf: (dir: string) => Promise<ProjectSettings>;
  readonly rulesOf: (dir: string) => Promise<RuleSettings>;
  readonly now: Date;
}

/** What was rewritten in a project. */
export interface FixedProject {
  /** As shown to a person. */
  readonly dir: string;
  /** What was found, a sentence each. */
  readonly fixed: readonly string[];
  /** Files that were changed or made, relative to the project. */
  readonly files: readonly string[];
  /** What could not be fixed and why, a sentence each. */
  readonly left: readonly string[];
}

/** One finding that can be fixed. */
interface Fixable {
  readonly rule: string;
  readonly message: string;
  readonly act: Act;
  readonly fix: Fix;
}

/**
 * Rewrites new migrations where a rule knows better SQL for the same schema, and moves statements that must stand alone into
 * migrations that follow. A migration is new where git does not have it at the start of the branch (`since`, else HEAD): no
 * database has applied it. The result is rehearsed; where the schema differs, every file is put back.
 */
export async function fixProjects(options: FixOptions): Promise<readonly FixedProject[]> {
  assertProjectOptions(options, severalProjects);
  const { projects } = await findAllProjects(options.dirs, options.cwd);
  const done: FixedProject[] = [];
  for (const root of projects) {
    const dir = shownPath(root.dir, options.cwd);
    done.push({ dir, ...(await fixProject(root, options)) });
  }
  return done;
}

async function fixProject(root: ProjectRoot, options: FixOptions): Promise<Omit<FixedProject, 'dir'>> {
  const [settings, rules] = [await options.settingsOf(root.dir), await options.rulesOf(root.dir)];
  const { history, rehearsal } = await rehearseProject(root, settings);
  if (rehearsal === undefined) return nothing;
  if (rehearsal.trace.migrations.some(({ outcome }) => outcome === 'failed'))
    return { ...nothing, left: ['the history does not replay: mend that first'] };
  const added = await changedFiles(history.dir, rules.since ?? 'HEAD', 'added');
  const fixables = (await findFixables(history, rehearsal, rules)).filter(
    ({ act }) =>
      // What other files put in is not in the file that would be written.
      added.has(act.migration.up.file) && act.migration.up.included === undefined,
  );
  if (fixables.length === 0) return nothing;
  if (runsTogether(history))
    return {
      ...nothing,
      left: [
        'The runner applies all pending migrations in one transaction: what a fix moves to a later migration would hold the same locks. Bring it in with a later release.',
      ],
    };
  const goal = await rehearsal.schema();
  return applyFixes(root, history, firstOfEach(fixables), goal, settings, options.now);
}

/** What a check reports and a rule can fix. Nobody asks for another text of what a person has said is meant as it is. */
async function findFixables(
  history: History,
  rehearsal: Rehearsal,
  rules: RuleSettings,
): Promise<readonly Fixable[]> {
  const ruled = await judgeRehearsal(history, rehearsal, rules);
  const { findings } = await judgeProject({ history, ruled, found: [] }, { ...rules, writesBaseline: false });
  const placeOf = (rule: string, migration: string, statement: number) =>
    JSON.stringify([rule, migration, statement]);
  const reported = new Set(
    findings.flatMap(({ rule, migration, statement }) =>
      migration === undefined || statement === undefined ? [] : [placeOf(rule, migration, statement)],
    ),
  );
  const subject = await openSubject(history, rehearsal, rules.policies, rules.sizes);
  const { rules: all } = await import('../rules/rules.ts');
  // A rule that could not judge has reported nothing at any statement: it is not asked again.
  const asked = new Set(findings.filter(({ migration }) => migration !== undefined).map(({ rule }) => rule));
  return all
    .filter(({ id }) => asked.has(id))
    .flatMap((rule) =>
      [...rule.judge(subject)].flatMap(({ act, fix, message }): readonly Fixable[] =>
        act !== undefined &&
        act.inside === undefined &&
        fix !== undefined &&
        reported.has(placeOf(rule.id, act.migration.name, act.index))
          ? [{ rule: rule.id, message, act, fix }]
          : [],
      ),
    )
    .sort((a, b) => compareActs(a.act, b.act));
}

const nothing = { fixed: [], files: [], left: [] } as const;

/** The first fix for each statement, since several rules may fix the same one. */
function firstOfEach(fixables: readonly Fixable[]): readonly Fixable[] {
  return fixables.filter((one, i) => fixables.findIndex(({ act }) => act === one.act) === i);
}

/**
 * Tries all fixes together. Where the schema comes out different, tries them one after the other and leaves out those that change
 * it.
 */
async function applyFixes(
  root: ProjectRoot,
  history: History,
  fixables: readonly Fixable[],
  goal: Schema,
  settings: ProjectSettings,
  now: Date,
): Promise<Omit<FixedProject, 'dir'>> {
  const prove = () => assertArrives(root, settings, goal);
  let kept: readonly Fixable[] = [];
  const left: string[] = [];
  const attempt = async (wanted: readonly Fixable[], keeps = true) => {
    const files = await draftFiles(history, wanted, now);
    await writeFiles(history.dir, files, prove, { keeps });
    return files.map(({ file }) => file);
  };
  try {
    return { fixed: fixables.map(told), files: await attempt(fixables), left };
  } catch (error) {
    assertUnfit(error);
    if (fixables.length === 1)
      return { ...nothing, left: [`${told(fixables[0] as Fixable)}: ${reason(error)}`] };
  }
  for (const one of fixables) {
    try {
      await attempt([...kept, one], false);
      kept = [...kept, one];
    } catch (error) {
      assertUnfit(error);
      left.push(`${told(one)}: ${reason(error)}`);
    }
  }
  return { fixed: kept.map(told), files: kept.length === 0 ? [] : await attempt(kept), left };
}

/** Throws the error again where it does not say that a fix does not fit: a full disk, an engine that does not start. */
function assertUnfit(error: unknown): asserts error is StrataError {
  const isUnfit = error instanceof StrataError && (error.code === 'unproven' || error.code === 'project');
  if (!isUnfit) throw error;
}

function told({ act, message }: Fixable): string {
  return `${act.migration.up.file}: ${message}`;
}

function reason({ message }: StrataError): string {
  return message.split('\n')[0] as string;
}

/** The files of the migrations that change, and of those that follow. */
async function draftFiles(
  history: History,
  fixables: readonly Fixable[],
  now: Date,
): Promise<readonly FileToWrite[]> {
  const later = inMigrations(fixables.flatMap(({ fix }) => fix.later));
  const first = (fixables[0] as Fixable).act.migration;
  const slug = `${first.name.replace(/^[\d._-]*[-_]|^V[\d._]+__/, '').replaceAll(/[^\p{L}\p{N}]+/gu, '_') || 'next'}_online`;
  const drafts = later.map(
    ({ statements, isAlone }): DraftMigration => ({
      up: statements.map((sql) => `${sql};\n`),
      down: [`-- What this migration made goes with the down of ${first.name}.\n`],
      lost: [],
      isAlone,
    }),
  );
  const laid = drafts.length === 0 ? { files: [], migrations: [] } : layOut(history, slug, drafts, now);
  const hasDowns = history.migrations.some(({ down }) => down !== undefined);
  const downs = new Set(
    laid.migrations.flatMap(({ up, down }) =>
      down === undefined || down.file === up.file ? [] : [down.file],
    ),
  );
  const changed = groupBy(fixables, ({ act }) => act.migration);
  const names = laid.migrations.map(({ name }) => name);
  const rewritten = await Promise.all(
    [...changed].map(([migration, own]) => rewrite(history, migration, own, names)),
  );
  return [...rewritten, ...laid.files.filter(({ file }) => hasDowns || !downs.has(file))];
}

/**
 * Groups statements into migrations. Validations of constraints share one, since they hold no strong lock; all others keep their
 * own.
 */
function inMigrations(later: readonly LaterMigration[]): readonly LaterMigration[] {
  const isCheck = ({ statements }: LaterMigration) =>
    statements.every((sql) => /\bVALIDATE CONSTRAINT\b/.test(sql));
  const checks = later.filter(isCheck).flatMap(({ statements }) => statements);
  const others = later.filter((one) => !isCheck(one));
  return checks.length === 0 ? others : [{ statements: checks, isAlone: false }, ...others];
}

async function rewrite(
  history: History,
  migration: Migration,
  fixables: readonly Fixable[],
  later: readonly string[],
): Promise<FileToWrite> {
  const { file, text, firstLine } = migration.up;
  const whole = await readFile(join(history.dir, file), 'utf8');
  const begin =
    whole
      .split('\n')
      .slice(0, firstLine - 1)
      .join('\n').length + (firstLine > 1 ? 1 : 0);
  if (whole.slice(begin, begin + text.length) !== text)
    throw new StrataError('project', `${file} holds other bytes than its runner executes`);
  let up = text;
  for (const { act, fix } of [...fixables].reverse()) {
    const semicolon = /^\s*;/.exec(up.slice(act.end))?.[0].length ?? 0;
    const rest = up.slice(act.end + semicolon);
    up = up.slice(0, act.start) + (fix.instead === '' ? asMoved(act, later, rest) : `${fix.instead};${rest}`);
  }
  assertKept(migration, fixables, up);
  if (up.replaceAll(/--.*$/gm, '').trim() === '')
    throw new StrataError(
      'project',
      `${file} would be left without a statement; write CONCURRENTLY there yourself`,
    );
  return { file, text: whole.slice(0, begin) + up + whole.slice(begin + text.length), isUpdate: true };
}

/** A comment in place of a statement. What stands behind that on its line begins a line of its own. */
function asMoved({ text }: Act, later: readonly string[], rest: string): string {
  const place = later.length === 1 ? later[0] : 'a later migration';
  const below = /^[^\S\n]*\S/.test(rest) ? `\n${rest.trimStart()}` : rest;
  return `-- Moved to ${place}: ${text.split('\n')[0]}${below}`;
}

/** Throws where a statement is gone that nothing was to be done to: one that writes rows shows in no schema. */
function assertKept({ up }: Migration, fixables: readonly Fixable[], fixed: string): void {
  const statementsOf = (text: string) =>
    splitStatements(text).statements.map(({ start, end }) => ({ start, sql: text.slice(start, end) }));
  const left = statementsOf(fixed).map(({ sql }) => sql);
  const others = statementsOf(up.text).filter(({ start }) =>
    fixables.every(({ act }) => act.start !== start),
  );
  for (const { sql } of others) {
    const at = left.indexOf(sql);
    if (at === -1) throw new StrataError('project', `${up.file} would be left without ${sql.split('\n')[0]}`);
    left.splice(0, at + 1);
  }
}

async function assertArrives(root: ProjectRoot, settings: ProjectSettings, goal: Schema): Promise<void> {
  const { rehearsal, history } = await rehearseProject(root, { ...settings, cache: false });
  const broken = history.findings.find(({ severity }) => severity === 'error');
  if (broken !== undefined) throw new StrataError('unproven', broken.message);
  for (const { outcome, statements, migration } of rehearsal?.trace.migrations ?? []) {
    const error = statements.find((statement) => statement.error !== undefined)?.error;
    if (outcome === 'failed') throw new StrataError('unproven', `${migration} fails: ${error?.message}`);
  }
  const reached = await rehearsal?.schema();
  const [left] = reached === undefined ? [] : diffSchemas(goal, reached);
  if (left !== undefined)
    throw new StrataError('unproven', `the schema would differ: it ${changeWords(left)}`);
}
