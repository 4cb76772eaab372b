import { randomUUID } from 'node:crypto';
import { recordEdit } from '../deploy/record-edit.ts';
import { readLedger } from '../ledger/read.ts';
import { openLive, refused } from '../live/open.ts';
import { openWriters } from '../live/write.ts';
import { type EditEffect, sqlOf } from '../model/deployment.ts';
import { StrataError } from '../model/errors.ts';
import { composeUnits } from '../replay/units.ts';
import { effectOfEdit } from './deploy/edit-effect.ts';
import { migrationNamed } from './sources/index-of-migration.ts';
import { type LiveProjectOptions, readOneProject } from './sources/one-project.ts';
import { refuseUnread } from './sources/refuse-unread.ts';

export interface BlessOptions extends LiveProjectOptions {
  readonly migration: string;
  /** Also where the edit makes another schema, or nobody can tell. */
  readonly force: boolean;
}

export interface Blessing {
  readonly migration: string;
  readonly shownUrl: string;
  readonly effect: EditEffect;
}

/**
 * Writes the present text of an applied migration into the ledger, after proving that it makes the same schema as what was
 * applied. Throws a `live` error where it does not, or where nothing was edited.
 */
export async function bless(options: BlessOptions): Promise<Blessing> {
  const { settings, history } = await readOneProject(options);
  refuseUnread(history, options.cwd);
  const migration = migrationNamed(history, options.migration);
  const { name } = migration;
  await using live = await openLive(options.url);
  const { ledger, entries } = await readLedger(live, history);
  const entry = entries.find((one) => one.migration === migration);
  if (entry?.state !== 'applied' || entry.text !== 'edited') {
    const why = entry?.state !== 'applied' ? 'is not applied' : 'was not edited since it was applied';
    throw new StrataError('usage', `${name} ${why}: there is nothing to take`, {
      hint: '`strata status` says what is.',
    });
  }
  const effect = await effectOfEdit(history, ledger, entry, settings);
  if (effect.kind !== 'same' && !options.force) {
    const why =
      effect.kind === 'unknown'
        ? `whether ${name} still makes the same schema cannot be told: ${effect.reason}`
        : `${name} as it is now does not make the schema that was applied: ${effect.differences.slice(0, 3).join('; ')}`;
    throw new StrataError('live', why, {
      hint: 'Put the old text back, or say --force if you know that the database is as the file says.',
    });
  }
  await using writers = await openWriters(options.url, 'strata bless');
  try {
    const run = { id: randomUUID(), ms: 0, statements: sqlOf(composeUnits(migration).units) };
    await recordEdit({ ...writers, history, ledger, migration, judged: entry, run });
  } catch (error) {
    throw refused(error, writers.shownUrl, 'writes');
  }
  return { migration: name, shownUrl: live.shownUrl, effect };
}
