import { randomUUID } from 'node:crypto';
import { repairLive } from '../../deploy/repair.ts';
import type { Refusal } from '../../deploy/run-unit.ts';
import type { Standing } from '../../deploy/standing.ts';
import { refused } from '../../live/open.ts';
import { stoppable } from '../../live/stoppable.ts';
import { openWriters } from '../../live/write.ts';
import { sqlOf, type Unit } from '../../model/deployment.ts';
import { StrataError } from '../../model/errors.ts';
import { joinHints } from '../../model/hint.ts';
import type { LedgerEntry } from '../../model/ledger.ts';
import type { History, Migration } from '../../model/migration.ts';
import { shellPath } from '../../model/shell-word.ts';
import { few } from '../../model/words.ts';
import { composeUnits } from '../../replay/units.ts';
import type { RunOptions } from '../deploy/run-on-live.ts';
import { hashLive, type LiveReading } from '../sources/read-live.ts';

/** Migrations that are to be recorded as applied, and the history that holds them. */
export interface Prepared {
  readonly history: History;
  readonly migrations: readonly Migration[];
}

/** What was planned for a database as it was read, to be executed now. */
interface Application extends RunOptions {
  /** What the session calls itself: `strata repair`. */
  readonly program: string;
  /** The name under which its units are reported. */
  readonly name: string;
  readonly reading: LiveReading;
  /** What was applied then. */
  readonly decidedOn: Standing;
  readonly units: readonly Unit[];
  /** As it is before `prepare`: it says which ledger is written to. */
  readonly history: History;
  /** Writes files where there are any, and returns the migrations to record as applied. Called when nobody else can deploy. */
  readonly prepare: () => Promise<Prepared>;
  /** Names of migrations that the ledger has as begun. */
  readonly started: ReadonlySet<string>;
  /** Migrations that they replace in the ledger. */
  readonly forgotten: readonly Migration[];
  /** What to do where the database is not as it was read any more. */
  readonly hintIfChanged: string;
}

/** Executes it as the only deployer, and only while the database is as it was read. Returns what stopped it. */
export async function applyPlanned(application: Application): Promise<Refusal | undefined> {
  const { url, program, reading, started, ...rest } = application;
  await using writers = await openWriters(url, program);
  const { guard, shownUrl } = writers;
  using stopped = await stoppable(writers, application.interrupt);
  const { session: worker, sleep } = stopped;
  const assertUnchanged = async () => {
    if ((await hashLive(worker, reading)) === reading.hash) return;
    throw new StrataError('live', 'the database has changed since it was looked at', {
      hint: application.hintIfChanged,
    });
  };
  let ownFailure: unknown;
  let unrecorded: readonly Migration[] = [];
  const prepare = async () => {
    const { history, migrations } = await application.prepare().catch((error: unknown) => {
      ownFailure = error;
      throw error;
    });
    unrecorded = migrations;
    const recorded = migrations.map((migration) => ({
      migration,
      statements: sqlOf(composeUnits(migration).units),
      isStarted: started.has(migration.name),
    }));
    return { history, recorded };
  };
  try {
    return await repairLive({
      ...rest,
      worker,
      guard,
      prepare,
      assertUnchanged,
      sleep,
      newId: randomUUID,
    });
  } catch (error) {
    // What goes wrong with files or in the rehearsal is not the live server's doing.
    throw error === ownFailure ? error : withUnrecorded(refused(error, shownUrl, 'writes'), unrecorded);
  }
}

/** The error of a ledger that was not written, with the files that are there by now: a deploy would run them. */
function withUnrecorded(error: StrataError, migrations: readonly Migration[]): StrataError {
  if (migrations.length === 0) return error;
  const { code, message, advice, cause } = error;
  const names = migrations.map(({ name }) => name);
  return new StrataError(code, message, {
    hint: joinHints(
      advice,
      `What ${few(names, 3)} makes is in the database, and the ledger does not say so. Once it can be written:`,
      { code: `strata repair ${names.map((name) => `--record ${shellPath(name)}`).join(' ')}` },
    ),
    cause,
  });
}

/** A migration of which only what the ledger keeps is left. */
export function onlyKept({ name, checksum = '' }: LedgerEntry): Migration {
  return { name, up: { file: '', text: '', firstLine: 1 }, transaction: 'auto', hash: checksum };
}
