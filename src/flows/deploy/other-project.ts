import type { Queryable } from '../../db/queryable.ts';
import { StrataError } from '../../model/errors.ts';
import type { LedgerState } from '../../model/ledger.ts';
import type { History } from '../../model/migration.ts';
import type { ProjectSettings } from '../../model/settings.ts';
import { splitIdentifier } from '../../postgres/identifier.ts';
import { rehearsePart } from '../rehearsal/rehearse-part.ts';

/**
 * Throws where the ledger of plain SQL is more likely that of another project with the same file names: it keeps another text for
 * every migration that both know, and the database has none of the tables that the files of these make. A ledger that the
 * configuration names is always accepted.
 */
export async function refuseOtherProject(
  live: Queryable,
  history: History,
  { ledger, entries }: LedgerState,
  settings: ProjectSettings,
): Promise<void> {
  if (history.runner !== 'plain' || history.ledgerTable !== undefined) return;
  const known = entries.filter(({ migration, state }) => migration !== undefined && state === 'applied');
  if (known.length === 0 || known.some(({ text }) => text !== 'edited')) return;
  const applied = known.flatMap(({ migration }) => migration ?? []);
  const { facts } = await (await rehearsePart(history, applied, settings)).schema();
  // In whichever schema: the URL may name another one than the rehearsal worked in.
  const tables = [...facts.values()]
    .filter(({ kind }) => kind === 'table')
    .map(({ name }) => splitIdentifier(name).at(-1));
  const [there] = await live.query(
    'SELECT FROM pg_catalog.pg_class WHERE relname = ANY ($1::text[]) LIMIT 1',
    [tables],
  );
  if (tables.length === 0 || there !== undefined) return;
  const name = `${ledger.schema}.${ledger.table}`;
  throw new StrataError(
    'live',
    `${name} keeps other texts for ${known.map((one) => one.name).join(', ')}, and no table of these files is there`,
    {
      hint: `Nothing was changed. If another project keeps that ledger, give this one its own in strata.config: ledger: '${name}_2'. If it is this project's, say so: ledger: '${name}'`,
    },
  );
}
