import type { DeployHazard } from '../../model/deployment.ts';
import { groupBy } from '../../model/group-by.ts';
import type { Schema } from '../../model/schema.ts';
import type { MigrationTrace, ObjectEvent, StatementTrace } from '../../model/trace.ts';
import { splitLast } from '../../postgres/identifier.ts';
import { shown } from '../../sql/relations.ts';
import { type CopiedRows, lostThoughCopied } from './copied-rows.ts';
import { type FormerNames, tableOf } from './former-names.ts';
import { arrivesWhole, lostOnTheWay } from './moved-rows.ts';
import { tablesAbove } from './partitions-above.ts';
import { columnThere, rowsIn, tableAnywhere, tableThere, valuesIn } from './probes.ts';
import { mayPassOver } from './relations-meant.ts';
import type { RowLoss } from './row-losses.ts';
import { lostThoughSetAside, type SavedRows } from './rows-set-aside.ts';
import type { UnseenLoss } from './unseen-losses.ts';
import type { ValueLoss } from './value-losses.ts';

/** What statements destroy by their text, and what they copy so that it stays. */
export type Loss = RowLoss | CopiedRows | SavedRows | ValueLoss | UnseenLoss;

type Draft = Pick<DeployHazard, 'kind' | 'message' | 'table' | 'probe' | 'cascades' | 'ifThere'>;

/**
 * The hazards that a rehearsal saw in pending migrations, which are passed in order. What they have made themselves holds no rows
 * that anybody could lose, unless they pass over it where it is there.
 */
export class SeenHazards {
  private readonly fresh = new Set<string>();
  /** Of these, what IF NOT EXISTS or a block has made: a live database may have had it before. */
  private readonly doubtful = new Set<string>();
  readonly before: Schema | undefined;
  readonly after: Schema;
  private readonly former: FormerNames;

  constructor(before: Schema | undefined, after: Schema, former: FormerNames) {
    this.before = before;
    this.after = after;
    this.former = former;
  }

  /** The hazards of the next migration; `losses` are its own. */
  watch(
    { migration, statements }: MigrationTrace,
    losses: readonly Loss[],
    text: string,
  ): readonly DeployHazard[] {
    return statements.flatMap((statement) => {
      const isDoubtful = mayPassOver(text.slice(statement.start, statement.end));
      for (const event of statement.events) if (event.action === 'create') this.remember(event, isDoubtful);
      const earlier = losses.filter(({ act }) => act.index < statement.index);
      const copies = earlier.flatMap((loss) => ('copied' in loss ? [loss] : []));
      const aside = earlier.flatMap((loss) => ('saved' in loss ? [loss] : []));
      const at = { migration, line: statement.line };
      return [
        ...statement.events
          .filter(({ action }) => action === 'drop')
          .flatMap((event) => this.drop(event, copies, aside)),
        ...losses.filter(({ act }) => act.index === statement.index).flatMap((loss) => this.ofLoss(loss)),
        ...this.heavy(statement),
      ].map((hazard) => ({ ...hazard, ...at }));
    });
  }

  private remember({ key, identity, type }: ObjectEvent, isDoubtful: boolean): void {
    for (const name of type === 'table' ? [key, identity] : [key]) {
      this.fresh.add(name);
      if (isDoubtful) this.doubtful.add(name);
      else this.doubtful.delete(name);
    }
  }

  private isFresh(name: string): boolean {
    return this.fresh.has(name) && !this.doubtful.has(name);
  }

  private ofLoss(loss: Loss): readonly Draft[] {
    if ('copied' in loss || 'saved' in loss) return [];
    if ('column' in loss) return this.replaced(loss);
    if (!('message' in loss)) return this.lost(loss);
    const { message, table, ifThere, probe } = loss;
    return [{ kind: 'destroys-data', message, table, ifThere, ...(probe === undefined ? {} : { probe }) }];
  }

  private drop(
    { type, identity, key }: ObjectEvent,
    copies: readonly CopiedRows[],
    aside: readonly SavedRows[],
  ): readonly Draft[] {
    if (identity.startsWith('pg_temp')) return [];
    const was = this.former.of(key, identity);
    if (type === 'table') {
      if (this.isFresh(key)) return [];
      const lost =
        lostThoughSetAside(was, aside, this, this.former) ??
        lostThoughCopied({ name: identity, was }, copies, this, this.former);
      const ifThere = lost ?? (this.fresh.has(key) ? tableThere(was) : undefined);
      return [
        {
          kind: 'destroys-data',
          message: `${lost === undefined ? 'All rows' : 'Rows'} of ${was} are lost: the table is dropped.`,
          table: was,
          probe: rowsIn(was),
          ...(ifThere === undefined ? {} : { ifThere }),
        },
      ];
    }
    if (type !== 'table column') return [];
    const [table, column] = splitLast(was);
    if (this.isFresh(table) || this.isFresh(tableOf(key))) return [];
    const wasThere = this.before?.facts.has(`column:${was}`) ?? false;
    const lost = valuesLost(was, 'the column is dropped');
    return [wasThere ? lost : { ...lost, ifThere: columnThere(table, column) }];
  }

  private lost({ table, isTruncate, cascades, along, isAmbiguous, moved }: RowLoss): readonly Draft[] {
    const name = shown(table);
    const identity = table.schema === undefined ? `public.${name}` : name;
    if (this.isFresh(identity) && !isAmbiguous) return [];
    const isMoved = moved !== undefined && arrivesWhole(table, moved, this.after);
    const there = isMoved ? lostOnTheWay(table, moved, this.former) : tableThere(name);
    const where = isMoved || this.fresh.has(identity) ? { ifThere: there } : {};
    const emptied = along === undefined ? 'it is emptied' : `it is emptied along with ${shown(along)}`;
    return [
      {
        kind: 'destroys-data',
        message: isTruncate ? `All rows of ${name} are lost: ${emptied}.` : `Rows of ${name} are deleted.`,
        table: name,
        ...(isAmbiguous ? { ifThere: tableAnywhere(name) } : { ...where, probe: rowsIn(name) }),
        ...(cascades ? { cascades } : {}),
      },
    ];
  }

  private replaced({ table, column }: ValueLoss): readonly Draft[] {
    const now = `${table}.${column}`;
    const renamed = this.former.ofTable(now);
    const was = renamed === now ? `${this.former.ofTable(table)}.${column}` : renamed;
    if (this.fresh.has(table) || this.before?.facts.has(`column:${was}`) !== true) return [];
    return [valuesLost(was, 'USING does not name the column')];
  }

  private heavy(statement: StatementTrace): readonly Draft[] {
    const { rewrites, verifies } = statement;
    const old = (table: string) => !this.fresh.has(table);
    return [
      ...rewrites.filter(old).map((table): Draft => {
        return {
          kind: 'rewrites',
          message: `${table} is written anew; nobody reads or writes it meanwhile.`,
          table: this.former.ofTable(table),
        };
      }),
      ...verifies
        .filter((table) => old(table) && !rewrites.includes(table))
        .map((table): Draft => {
          return {
            kind: 'scans',
            message: `All rows of ${table} are read under a lock.`,
            table: this.former.ofTable(table),
          };
        }),
      ...this.indexed(statement),
    ];
  }

  /** Of tables that were there before, and whose users wait while indexes are built on them or on their partitions. */
  private indexed({ indexBuilds, indexedTables, locks, rewrites, events }: StatementTrace): readonly Draft[] {
    const locked = (pattern: RegExp) =>
      new Set(locks.flatMap(({ mode, relation }) => (pattern.test(mode) ? [relation] : [])));
    const [forWriters, forAll] = [locked(/^Share(RowExclusive)?Lock$/), locked(/^AccessExclusiveLock$/)];
    const builds = indexBuilds.map((index, i) => {
      const table = indexedTables[i] as string;
      const waitedFor = (name: string) => forWriters.has(name) || forAll.has(name);
      return { index, table: [table, ...tablesAbove(table, this.after)].findLast(waitedFor) };
    });
    return [...groupBy(builds, ({ table }) => table)].flatMap(([table, ofTable]): readonly Draft[] => {
      if (table === undefined || this.fresh.has(table) || rewrites.includes(table)) return [];
      const isForAll = forAll.has(table);
      // TRUNCATE makes no event, and builds indexes of an empty table.
      if (isForAll && events.length === 0) return [];
      const names = ofTable.map(({ index }) => index).join(', ');
      return [
        {
          kind: isForAll ? 'blocks-reads' : 'blocks-writes',
          message: `Nobody ${isForAll ? 'reads or writes' : 'writes'} ${table} while ${names} is built.`,
          table: this.former.ofTable(table),
        },
      ];
    });
  }
}

function valuesLost(name: string, why: string): Draft {
  const [table, column] = splitLast(name);
  return {
    kind: 'destroys-data',
    message: `The values of ${name} are lost: ${why}.`,
    table,
    probe: valuesIn(table, column),
  };
}
