import { diffSchemas } from '../../diff/diff.ts';
import { readHistory } from '../../history/read.ts';
import type { DraftMigration, Writing } from '../../history/writing/draft.ts';
import { isRepeatable } from '../../ledger/read.ts';
import { StrataError } from '../../model/errors.ts';
import { changeFirst } from '../../model/hint.ts';
import type { History, Layout } from '../../model/migration.ts';
import type { Plan, Rename } from '../../model/plan.ts';
import type { DownProof } from '../../model/proof.ts';
import type { Schema } from '../../model/schema.ts';
import { type Ground, type LoadOptions, readDatabase } from '../rehearsal/ground.ts';
import { loadSource } from '../sources/load-source.ts';
import { missingRoles } from '../sources/server-things.ts';
import type { Source } from '../sources/sources.ts';
import { advance } from './advance.ts';
import { draftMigrations } from './draft-migrations.ts';
import { proveDown } from './prove-down.ts';
import { type ProvenPlan, provePlan } from './prove-plan.ts';

/** The start and the goal of a plan, and how migrations are made from it. */
export interface Migrating {
  readonly start: Schema;
  readonly goal: Schema;
  /** The plan's renames, which its downs take back. */
  readonly renames: readonly Rename[];
  readonly layout: Layout;
  readonly lay: (drafts: readonly DraftMigration[]) => Writing;
}

/** The next migrations of a history, proven and not written yet. */
interface ProvenMigrations extends ProvenPlan {
  readonly writing: Writing;
  readonly downs: readonly DownProof[];
}

/** Proves a plan, makes migrations of it, and proves those up, down and up again. */
export async function proveMigrations(
  plan: Plan,
  { start, goal, renames, layout, lay }: Migrating,
  ground: Ground,
  load: LoadOptions,
): Promise<ProvenMigrations> {
  await assertRoles(goal, ground);
  const proven = await provePlan(plan, goal, ground, load);
  const drafts = await draftMigrations(plan, renames, start, ground, load);
  const writing = lay(drafts);
  assertRunnable(drafts, writing);
  const downs = await proveWriting(writing, layout, start, goal, ground, load);
  return { ...proven, writing, downs };
}

/**
 * Throws where the goal names roles that neither the history makes nor the project names. A proof makes missing roles by itself;
 * a new run of the history does not.
 */
async function assertRoles(goal: Schema, { engine }: Ground): Promise<void> {
  const missing = await missingRoles(engine, goal);
  if (missing.length === 0) return;
  const one = missing.length === 1;
  throw new StrataError(
    'usage',
    `${one ? 'a role is' : 'roles are'} named that no migration creates: ${missing.join(', ')}`,
    {
      hint: `Nothing was written. Where your servers have ${one ? 'it' : 'them'} before the first migration, say so in strata.config.ts: roles: [${missing.map((name) => `'${name}'`).join(', ')}]`,
    },
  );
}

/** Throws where a step cannot run in a transaction and the runner puts every migration into one. */
function assertRunnable(drafts: readonly DraftMigration[], { migrations }: Writing): void {
  const lone = drafts.find(({ isAlone }, i) => isAlone && migrations[i]?.transaction === 'block');
  if (lone === undefined) return;
  throw new StrataError(
    'usage',
    `this project's runner puts every migration into a transaction, which refuses this:\n${lone.up.join('\n').trim()}`,
    {
      hint: 'Nothing was written. Plan without --online; what still refuses a transaction has to be run by hand.',
    },
  );
}

/** Proves each migration as its runner will send it, on the schema that the one before makes. */
async function proveWriting(
  { migrations }: Writing,
  layout: Layout,
  start: Schema,
  goal: Schema,
  ground: Ground,
  load: LoadOptions,
): Promise<readonly DownProof[]> {
  const clone = { ...ground, database: await ground.engine.createDatabase({ like: ground.database }) };
  try {
    const downs: DownProof[] = [];
    let before = start;
    for (const [i, migration] of migrations.entries()) {
      const { proof, after } = await proveDown(clone, { migration, layout, before }, load);
      if (proof.verdict === 'unproven' || after === undefined) {
        throw new StrataError('unproven', `${migration.name}: ${proof.message}`, {
          hint: ['Nothing was written.', ...proof.notes].join('\n'),
        });
      }
      downs.push(proof);
      before = after;
      const all = migrations.map((one) => ({ ...one, hash: '' }));
      const refused = await advance(clone, { migrations: all, runner: 'plain' }, i, load.settings);
      if (refused !== undefined) {
        throw new StrataError(
          'unproven',
          `${migration.name} does not run under its runner's rules: ${refused.error.message}`,
          { hint: 'Nothing was written.' },
        );
      }
    }
    assertSame(await readDatabase(clone.database, load), goal, load);
    return downs;
  } finally {
    await clone.database.drop();
  }
}

function assertSame(reached: Schema, goal: Schema, { settings }: LoadOptions): void {
  const [left] = diffSchemas(reached, goal);
  if (left === undefined) return;
  const why = settings.superuser
    ? 'Please'
    : 'An ordinary owner does without what only superusers may do: where migrations run as one, --superuser. If that is not why, please';
  throw new StrataError('unproven', `the migrations do not arrive: ${left.id} still differs`, {
    hint: `Nothing was written. ${why} report this with both definitions of that object.`,
  });
}

/** Throws where the files on disk are not what was proven, or where the whole history does not make the goal. */
export async function confirmWriting(
  source: Source & { kind: 'project' },
  before: History,
  { migrations }: Writing,
  goal: Schema,
  load: LoadOptions,
): Promise<void> {
  const history = await readHistory(source.root, load.settings.overrides);
  // Those that run again after every other come behind the new ones.
  const numbered = (one: History) => one.migrations.filter((migration) => !isRepeatable(migration));
  const added = numbered(history).slice(numbered(before).length);
  for (const [i, wanted] of migrations.entries()) {
    const found = added[i];
    const isSame =
      found?.name === wanted.name &&
      found.up.text === wanted.up.text &&
      found.down?.text === wanted.down?.text &&
      found.transaction === wanted.transaction;
    if (isSame) continue;
    throw new StrataError('unproven', `${wanted.name} was read back as ${found?.name ?? 'nothing'}`, {
      hint: 'The files were removed again. Its name may sort before an existing one, or its folder hold other rules.',
    });
  }
  const known = new Set(before.findings.map(({ message }) => message));
  const finding = history.findings.find(
    ({ severity, message }) => severity === 'error' && !known.has(message),
  );
  if (finding !== undefined) {
    throw new StrataError('unproven', finding.message, {
      hint: changeFirst(finding.hint ?? '', (text) => `The files were removed again. ${text}`.trim()),
    });
  }
  await using written = await loadSource(source, load);
  assertSame(written.schema, goal, load);
}
