import { diffSchemas } from '../../diff/diff.ts';
import { oldTexts } from '../../history/old-texts.ts';
import { wasApplied } from '../../ledger/read.ts';
import type { EditEffect } from '../../model/deployment.ts';
import type { Ledger, LedgerEntry } from '../../model/ledger.ts';
import type { History, Migration } from '../../model/migration.ts';
import type { Schema } from '../../model/schema.ts';
import type { ProjectSettings } from '../../model/settings.ts';
import { changeWords } from '../proof/difference-words.ts';
import { rehearsePart } from '../rehearsal/rehearse-part.ts';

/** Says whether an applied migration, as its file is now, makes another schema than it did when it was applied. */
export async function effectOfEdit(
  history: History,
  ledger: Ledger,
  entry: LedgerEntry,
  settings: ProjectSettings,
): Promise<EditEffect> {
  const { migration } = entry;
  if (migration === undefined) return { kind: 'unknown', reason: 'the folder does not hold it' };
  const applied = await appliedText(history, ledger, entry, migration);
  if (applied === undefined) {
    return {
      kind: 'unknown',
      reason: 'what was applied is neither in the ledger nor in the last versions of the file in Git',
    };
  }
  const until = history.migrations.slice(0, history.migrations.indexOf(migration));
  const [then, now] = [
    await schemaOf({ ...history, migrations: [...until, applied] }, settings),
    await schemaOf({ ...history, migrations: [...until, migration] }, settings),
  ];
  if (typeof then === 'string')
    return { kind: 'unknown', reason: `what was applied does not replay: ${then}` };
  if (typeof now === 'string')
    return { kind: 'different', differences: [`it does not replay any more: ${now}`] };
  const changes = diffSchemas(then, now);
  if (changes.length === 0) return { kind: 'same' };
  return { kind: 'different', differences: changes.map(changeWords) };
}

/** The migration with the text that was applied, which is taken from the ledger or from Git. */
export async function appliedText(
  history: History,
  ledger: Ledger,
  entry: LedgerEntry,
  migration: Migration,
): Promise<Migration | undefined> {
  if (entry.appliedText !== undefined) {
    const up = { file: migration.up.file, text: entry.appliedText, firstLine: 1 };
    return { ...migration, up, hash: `applied ${entry.checksum ?? entry.appliedText}` };
  }
  for await (const old of oldTexts(history, migration)) if (wasApplied(ledger, entry, old)) return old;
  return undefined;
}

/** The Schema that a history makes, or the message of the failure that stops it. */
async function schemaOf(history: History, settings: ProjectSettings): Promise<Schema | string> {
  const rehearsal = await rehearsePart(history, history.migrations, settings);
  const failed = rehearsal.trace.migrations.find(({ outcome }) => outcome === 'failed');
  if (failed === undefined) return rehearsal.schema();
  const error = failed.statements.find((statement) => statement.error !== undefined)?.error;
  return `${failed.migration}: ${error?.message ?? 'it fails'}`;
}
