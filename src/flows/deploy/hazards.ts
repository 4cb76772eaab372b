import { diffSchemas } from '../../diff/diff.ts';
import { planChanges } from '../../diff/plan.ts';
import { whyNotTogether } from '../../explain/together.ts';
import type { DeployHazard } from '../../model/deployment.ts';
import { StrataError } from '../../model/errors.ts';
import { groupBy } from '../../model/group-by.ts';
import type { History, Migration } from '../../model/migration.ts';
import { nameOf, type ObjectId } from '../../model/object-id.ts';
import type { Schema } from '../../model/schema.ts';
import type { ProjectSettings } from '../../model/settings.ts';
import type { MigrationTrace, ObjectEvent, StatementTrace, Trace } from '../../model/trace.ts';
import { lastPart, qualifiedName, splitLast } from '../../postgres/identifier.ts';
import { runTogether } from '../../replay/together.ts';
import type { CodeChange } from '../../rules/reading/inner-code.ts';
import { nextToken } from '../../sql/scan.ts';
import { partOptions, rehearsePart } from '../sources/rehearse-part.ts';
import { FormerNames, tableOf, underFormerNames } from './former-names.ts';

/** What a rehearsal foresees, and what it could not see. */
export interface Foreseen {
  readonly hazards: readonly DeployHazard[];
  /** A sentence each. */
  readonly notes: readonly string[];
}

/**
 * What pending migrations may do to a database that has the applied ones, as a rehearsal saw them do it. Throws a `project`
 * error where one of them fails, or where they cannot share the transaction that they are to be applied in (`areTogether`): it
 * would fail there as well. Where the applied ones do not replay, nothing is sure.
 */
export async function foreseeHazards(
  history: History,
  applied: readonly Migration[],
  pending: readonly Migration[],
  settings: ProjectSettings,
  areTogether = false,
): Promise<Foreseen> {
  const base = applied.length === 0 ? undefined : await rehearsePart(history, applied, settings);
  const goal = await rehearsePart(history, [...applied, ...pending], settings);
  const traces = goal.trace.migrations.slice(applied.length);
  const broken = goal.trace.migrations.slice(0, applied.length).find(({ outcome }) => outcome === 'failed');
  if (broken === undefined) {
    refuseFailed(traces, areTogether && applied.length === 0);
    if (areTogether) await refuseTogether(history, applied, pending, goal.trace, settings);
  }
  const before = await base?.schema();
  const former = new FormerNames(traces);
  const seen = new Seen(pending, before, former);
  const whole = { ...history, migrations: [...applied, ...pending] };
  const inside = await changesInside(whole, goal.trace);
  const hazards = traces.flatMap((trace, i) =>
    seen.watch(trace, pending[i] as Migration, inside.get(applied.length + i) ?? []),
  );
  const asked =
    before === undefined
      ? []
      : demands(before, await underFormerNames(await goal.schema(), before, former, whole, settings), {
          traces,
          pending,
          former,
        });
  const order = pending.map(({ name }) => name);
  return {
    hazards: [...hazards, ...asked].sort(
      (a, b) =>
        order.indexOf(a.migration) - order.indexOf(b.migration) ||
        (a.line ?? Infinity) - (b.line ?? Infinity),
    ),
    notes:
      broken === undefined
        ? []
        : [
            `${broken.migration}, which is applied, does not replay on an empty database: what pending migrations do could only be foreseen in part.`,
          ],
  };
}

async function refuseTogether(
  history: History,
  applied: readonly Migration[],
  pending: readonly Migration[],
  trace: Trace,
  settings: ProjectSettings,
): Promise<void> {
  if (pending.length < 2) return;
  const migrations = [...applied, ...pending];
  const window = { from: applied.length, to: migrations.length - 1 };
  const whole = { ...history, migrations };
  const [failure] = await runTogether(whole, trace, [window], partOptions(settings));
  if (failure === undefined) return;
  const [stopped, before] = [migrations[failure.migration], migrations[failure.migration - 1]];
  throw new StrataError(
    'project',
    `${stopped?.name} fails in rehearsal where it shares a transaction with what is pending before it: ${await whyNotTogether(whole, trace, failure)}`,
    {
      hint: `Nothing was changed. Apply them in two steps: strata deploy --to ${before?.name}, and then strata deploy.`,
    },
  );
}

/** The rows that code deletes when it runs, a DO block or a function that is called, by the position of its migration. */
async function changesInside(
  history: History,
  trace: Trace,
): Promise<ReadonlyMap<number, readonly CodeChange[]>> {
  const [{ codeChanges }, { readSubject }] = await Promise.all([
    import('../../rules/reading/inner-code.ts'),
    import('../../rules/subject.ts'),
  ]);
  return groupBy(codeChanges(readSubject(history, trace, undefined, {})), ({ act }) => act.at);
}

/** With `onEmpty` they share one transaction, in which there is nothing yet. */
function refuseFailed(traces: readonly MigrationTrace[], onEmpty: boolean): void {
  const failed = traces.find(
    ({ outcome, statements }) =>
      outcome === 'failed' || (!onEmpty && statements.some(({ error }) => error !== undefined)),
  );
  if (failed === undefined) return;
  const error = failed.statements.find((statement) => statement.error !== undefined)?.error;
  throw new StrataError('project', `${failed.migration} fails in rehearsal: ${error?.message ?? ''}`, {
    hint: '`strata check` explains why. Nothing was changed. Where only the throwaway PostgreSQL cannot run it: --no-rehearsal.',
  });
}

/** The migrations that are looked at. */
interface Pending {
  readonly traces: readonly MigrationTrace[];
  readonly pending: readonly Migration[];
  readonly former: FormerNames;
}

/** What constraints and indexes ask of rows that are there. */
function demands(before: Schema, after: Schema, seen: Pending): readonly DeployHazard[] {
  if (diffSchemas(before, after).length === 0) return [];
  return planChanges(before, after).steps.flatMap(({ hazards, object }) =>
    hazards
      .filter(({ kind, countQuery }) => kind === 'may-fail' && /^SELECT count\(\*\)/.test(countQuery ?? ''))
      .map((hazard) => {
        const at = statementOf(object, after, seen);
        return { ...hazard, migration: at.migration, line: at.line, table: undefined };
      }),
  );
}

/** What asks the rows about a constraint, also where nobody has named it. */
const makers: Readonly<Record<string, RegExp>> = {
  check: /\b(?:CHECK|VALIDATE)\b/i,
  foreign: /\b(?:REFERENCES|VALIDATE)\b/i,
  unique: /\bUNIQUE\b/i,
  primary: /\bPRIMARY\b/i,
  exclude: /\bEXCLUDE\b/i,
};

/** The last statement that touched the object, or its table while naming it or making such a thing. */
function statementOf(
  object: ObjectId,
  after: Schema,
  { traces, pending, former }: Pending,
): { readonly migration: string; readonly line: number | undefined } {
  const name = nameOf(object);
  const maker = makers[String(after.facts.get(object)?.definition.type)];
  const now = former.nowOf(name);
  const own = lastPart(now).replaceAll('"', '');
  const [table] = splitLast(name);
  const tables = [table, former.nowOf(table)];
  const all = traces.flatMap(({ migration, statements }, i) =>
    statements.map(({ events, line, start, end }) => {
      const sql = pending[i]?.up.text.slice(start, end) ?? '';
      const touches = (...wanted: readonly string[]) =>
        events.some(({ identity }) => wanted.includes(identity));
      return {
        migration,
        line,
        isOwn: touches(name, now),
        isTable: touches(...tables),
        names: sql.includes(own),
        makes: maker?.test(sql) === true,
      };
    }),
  );
  const at =
    all.findLast(({ isOwn, isTable, names, makes }) => names && makes && (isOwn || isTable)) ??
    all.findLast(({ isOwn, isTable, names }) => names && (isOwn || isTable)) ??
    all.findLast(({ isOwn }) => isOwn) ??
    all.findLast(({ isTable, makes }) => isTable && makes) ??
    all.findLast(({ isTable }) => isTable);
  return at ?? { migration: traces.at(-1)?.migration ?? '', line: undefined };
}

/** Goes through pending migrations in order, knowing what they have made themselves: that holds nobody's rows. */
class Seen {
  private readonly fresh = new Set<string>();
  private readonly pending: readonly Migration[];
  private readonly before: Schema | undefined;
  private readonly former: FormerNames;

  constructor(pending: readonly Migration[], before: Schema | undefined, former: FormerNames) {
    this.pending = pending;
    this.before = before;
    this.former = former;
  }

  watch(
    { migration, statements }: MigrationTrace,
    { up }: Migration,
    inside: readonly CodeChange[],
  ): readonly DeployHazard[] {
    return statements.flatMap((statement) => {
      for (const event of statement.events) if (event.action === 'create') this.remember(event);
      const at = { migration, line: statement.line };
      return [
        ...statement.events.filter(({ action }) => action === 'drop').flatMap((event) => this.drop(event)),
        ...this.emptied(up.text.slice(statement.start, statement.end)),
        ...inside.filter(({ act }) => act.index === statement.index).flatMap((change) => this.taken(change)),
        ...this.heavy(statement),
      ].map((hazard) => ({ ...hazard, ...at }));
    });
  }

  private remember({ key, identity, type }: ObjectEvent): void {
    this.fresh.add(key);
    if (type === 'table') this.fresh.add(identity);
  }

  private drop({ type, identity, key }: ObjectEvent): readonly Draft[] {
    if (identity.startsWith('pg_temp')) return [];
    const was = this.former.of(key, identity);
    if (type === 'table') {
      if (this.fresh.has(key)) return [];
      return [
        {
          kind: 'destroys-data',
          message: `All rows of ${was} are lost: the table is dropped.`,
          table: was,
          probe: `SELECT EXISTS (SELECT FROM ${was})`,
        },
      ];
    }
    if (type !== 'table column') return [];
    const [table, column] = splitLast(was);
    const isFresh = this.fresh.has(table) || this.fresh.has(tableOf(key));
    const wasThere = this.before?.facts.has(`column:${was}`) ?? false;
    if (isFresh || !wasThere) return [];
    return [
      {
        kind: 'destroys-data',
        message: `The values of ${was} are lost: the column is dropped.`,
        table,
        probe: `SELECT EXISTS (SELECT FROM ${table} WHERE ${column} IS NOT NULL)`,
      },
    ];
  }

  /** TRUNCATE and DELETE, where they stand by themselves. */
  private emptied(sql: string): readonly Draft[] {
    if (this.before === undefined || this.pending.length === 0) return [];
    const match = /^(TRUNCATE(?:\s+TABLE)?|DELETE\s+FROM)\s+(?:ONLY\s+)?((?:"(?:[^"]|"")+"|[\w$.])+)/i.exec(
      withoutComments(sql),
    );
    if (match === null) return [];
    const [, verb, table] = match as unknown as [string, string, string];
    return this.lost(table, /^TRUNCATE/i.test(verb));
  }

  /** The same, where code does it. */
  private taken({ verb, table: { schema = 'public', name } }: CodeChange): readonly Draft[] {
    if (verb === 'UPDATE' || this.before === undefined) return [];
    return this.lost(qualifiedName(schema, name), verb === 'TRUNCATE');
  }

  private lost(table: string, isTruncate: boolean): readonly Draft[] {
    if (this.fresh.has(table) || this.fresh.has(`public.${table}`)) return [];
    return [
      {
        kind: 'destroys-data',
        message: isTruncate
          ? `All rows of ${table} are lost: it is emptied.`
          : `Rows of ${table} are deleted.`,
        table,
        probe: `SELECT EXISTS (SELECT FROM ${table})`,
      },
    ];
  }

  private heavy({ rewrites, verifies, indexBuilds, locks }: StatementTrace): readonly Draft[] {
    const old = (table: string) => !this.fresh.has(table);
    const written = locks.find(
      ({ mode, relkind, relation }) =>
        /^Share(RowExclusive)?Lock$/.test(mode) && relkind !== 'i' && old(relation),
    );
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
      ...(indexBuilds.length > 0 && written !== undefined
        ? [
            {
              kind: 'blocks-writes',
              message: `Nobody writes ${written.relation} while ${indexBuilds.join(', ')} is built.`,
              table: this.former.ofTable(written.relation),
            } as const,
          ]
        : []),
    ];
  }
}

type Draft = Pick<DeployHazard, 'kind' | 'message' | 'table'> & { readonly probe?: string };

function withoutComments(sql: string): string {
  let text = '';
  for (
    let token = nextToken(sql, 0);
    token !== undefined && text.length < 400;
    token = nextToken(sql, token.end)
  ) {
    if (token.kind === 'comment') continue;
    const word = sql.slice(token.start, token.end);
    text += word === '.' || text.endsWith('.') || text === '' ? word : ` ${word}`;
    if (word === '.') text = text.replace(/ ?\.$/, '.');
  }
  return text;
}
