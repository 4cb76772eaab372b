import path from 'node:path';
import { readConfigText } from '../config-text.ts';
import type { Reading } from '../migration-folder.ts';
import type { SqlFile } from '../sql-file.ts';

/** Runners of plain SQL that a project depends on; each begins a transaction for a migration. */
export type OwnRunner = 'node-pg-migrate' | 'sqlx';

export function runnerBeside(dir: string): OwnRunner | undefined {
  if (textOf(dir, 'package.json').includes('"node-pg-migrate"')) return 'node-pg-migrate';
  return /^\s*sqlx\b/m.test(textOf(dir, 'Cargo.toml')) ? 'sqlx' : undefined;
}

/** Runners of plain SQL by the marks in their files, or by what the project depends on; else the database's own tables tell. */
export function ledgerOf(
  dir: string,
  files: readonly SqlFile[],
): Pick<Reading, 'usualLedgerTable' | 'isOneTransaction'> {
  const isMarked = (mark: RegExp) => files.some(({ text }) => mark.test(text));
  if (isMarked(/^--[ \t]*\+migrate[ \t]+up\b/im)) return { usualLedgerTable: 'gorp_migrations' };
  const ownRunner = runnerBeside(dir);
  if (ownRunner === 'node-pg-migrate' || isMarked(/^[ \t]*--[ \t-]*up\s+migration\b/im)) {
    const isApart = /no-single-transaction|"?single-?transaction"?\W+false/i.test(
      textOf(dir, 'package.json'),
    );
    return { usualLedgerTable: 'pgmigrations', ...(isApart ? {} : { isOneTransaction: true }) };
  }
  if (ownRunner === 'sqlx') return { usualLedgerTable: '_sqlx_migrations' };
  const isDiesel = /^\s*diesel\b/m.test(textOf(dir, 'Cargo.toml')) || textOf(dir, 'diesel.toml') !== '';
  return isDiesel ? { usualLedgerTable: '__diesel_schema_migrations' } : {};
}

function textOf(dir: string, file: string): string {
  return readConfigText(path.join(dir, file)) ?? '';
}
