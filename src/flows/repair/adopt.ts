import { assertTargets } from '../../diff/renames/targets.ts';
import { slugOf } from '../../history/next-name.ts';
import { readHistory } from '../../history/read.ts';
import { layOut } from '../../history/write.ts';
import { StrataError } from '../../model/errors.ts';
import type { FileToWrite } from '../../model/migration.ts';
import { nameOf, type ObjectId } from '../../model/object-id.ts';
import type { RenameOffer, Step } from '../../model/plan.ts';
import type { DownProof, Proof } from '../../model/proof.ts';
import { shellWord } from '../../model/shell-word.ts';
import type { Sides } from '../drift/sides.ts';
import { writeFiles } from '../files/write-files.ts';
import { confirmWriting, type Migrating, proveMigrations } from '../proof/next-migrations.ts';
import { planTransition } from '../proof/plan-transition.ts';
import type { Ground } from '../rehearsal/ground.ts';
import { loadSource } from '../sources/load-source.ts';
import { givenRenames } from '../sources/source-renames.ts';
import type { Prepared } from './apply.ts';
import { withObjects } from './plan.ts';

/** New migrations that make a history say what a database has. */
export interface Adoption {
  readonly steps: readonly Step[];
  readonly proof: Proof;
  readonly files: readonly FileToWrite[];
  readonly names: readonly string[];
  readonly downs: readonly DownProof[];
  readonly notes: readonly string[];
  /** Writes the files, and reads them back as the migrations that they are. */
  readonly write: () => Promise<Prepared>;
}

/** Plans the migrations that take these objects over as the database has them, proven up, down and up again. */
export async function planAdoption(
  sides: Sides,
  ids: ReadonlySet<ObjectId>,
  { name, renames: told }: { readonly name: string; readonly renames: readonly string[] },
  now: Date,
): Promise<Adoption> {
  const { root, history, open, load, live, settings } = sides;
  const [first] = open;
  if (first !== undefined) {
    throw new StrataError('usage', `${first.name} is not applied, and a new migration would come after it`, {
      hint: 'Deploy what is pending first, or record it where its effect is there: strata repair --record MIGRATION',
    });
  }
  const source = { kind: 'project', shown: history.folder, root } as const;
  await using before = await loadSource(source, load);
  const ground = before.ground as Ground;
  const goal = withObjects(before.schema, ids, live);
  const renames = givenRenames(told, settings, before.schema, goal);
  assertTargets(before.schema, goal, renames);
  const plan = await planTransition(before.schema, goal, ground, { ...load, renames, online: false });
  const migrating: Migrating = {
    start: before.schema,
    goal,
    renames,
    layout: history.layout,
    lay: (drafts) => layOut(history, slugOf(name), drafts, now),
  };
  const { proof, writing, downs } = await proveMigrations(plan, migrating, ground, load);
  return {
    steps: plan.steps,
    proof,
    files: writing.files,
    names: writing.migrations.map((one) => one.name),
    downs,
    notes: [...plan.renameOffers.map(offerWords), ...writing.notes],
    async write() {
      await writeFiles(history.dir, writing.files, () =>
        confirmWriting(source, history, writing, goal, load),
      );
      const after = await readHistory(root, settings.overrides);
      return { history: after, migrations: after.migrations.slice(history.migrations.length) };
    },
  };
}

function offerWords({ from, to, because }: RenameOffer): string {
  const [was, is] = [nameOf(from), nameOf(to)];
  return `${was} and ${is} look alike (${because}): where rows are still there, --rename ${shellWord(`${was}=${is}`)} keeps them`;
}
