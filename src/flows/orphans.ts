import type { Queryable } from '../db/queryable.ts';
import { openLive } from '../live/open.ts';
import { StrataError } from '../model/errors.ts';
import type { OrphanCount, Orphans } from '../model/orphans.ts';
import type { SoftReference } from '../model/policies.ts';
import { quoteIdentifier, splitIdentifier } from '../postgres/identifier.ts';

/** Counts the orphans of every soft reference in a live database; only reads, and gives up after a minute each. */
export async function findOrphans(url: string, references: readonly SoftReference[]): Promise<OrphanCount> {
  if (references.length === 0)
    throw new StrataError('usage', 'the configuration names no soft references', {
      hint: "Name them in strata.config.ts: policies: { softReferences: [{ from: 'orders.user_id', to: 'users.id' }] }",
    });
  await using live = await openLive(url);
  return await countEach(live, references);
}

/** Counts one reference at a time, so that one whose tables are missing or unreadable does not stop the others. */
export async function countEach(live: Queryable, references: readonly SoftReference[]): Promise<OrphanCount> {
  const counted: Orphans[] = [];
  const notCounted: OrphanCount['notCounted'][number][] = [];
  for (const reference of references) {
    try {
      counted.push(await countOrphans(live, reference));
    } catch (error) {
      if (!(error instanceof StrataError) || error.code !== 'live') throw error;
      notCounted.push({ reference, reason: error.message });
    }
  }
  return { counted, notCounted };
}

/** How many rows of a live database point at nothing by a soft reference, with a few of them. */
async function countOrphans(live: Queryable, reference: SoftReference): Promise<Orphans> {
  const { from, body } = orphanQuery(reference);
  const [count] = await live.query<{ rows: string }>(`SELECT count(*)::text AS rows ${body}`);
  const rows = Number(count?.rows ?? 0);
  const examples =
    rows === 0
      ? []
      : await live.query<{ value: string }>(
          `SELECT DISTINCT a.${from}::text AS value ${body} ORDER BY 1 LIMIT 5`,
        );
  return { reference, rows, examples: examples.map(({ value }) => value), sql: `SELECT a.* ${body};` };
}

function orphanQuery({ from, to }: SoftReference): { readonly from: string; readonly body: string } {
  const [source, target] = [columnOf(from), columnOf(to)];
  const body = `FROM ${source.table} a WHERE a.${source.column} IS NOT NULL AND NOT EXISTS (SELECT FROM ${target.table} b WHERE b.${target.column} = a.${source.column})`;
  return { from: source.column, body };
}

/** `table.column` or `schema.table.column`; names with capitals need no quotes here. */
function columnOf(name: string): { readonly table: string; readonly column: string } {
  const parts = name.includes('"') ? splitIdentifier(name) : name.split('.');
  const quoted = parts.map((part) => quoteIdentifier(part));
  return { table: quoted.slice(0, -1).join('.'), column: quoted.at(-1) ?? '' };
}
