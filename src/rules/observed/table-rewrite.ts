import type { ColumnDef } from '@pgsql/types';
import type { Hint } from '../../model/hint.ts';
import type { Act, Rule, Subject, Verdict } from '../../model/rule.ts';
import { quoteIdentifier, withoutSignature } from '../../postgres/identifier.ts';
import { elementType, isBuiltIn, isRewriting } from '../../postgres/types/type-change.ts';
import { isVolatileFunction, volatilityOf } from '../../postgres/volatility.ts';
import { columnOf, constraintsOf, isOptionOn } from '../../sql/clauses.ts';
import { byKind, stringsOf, walk } from '../../sql/nodes.ts';
import { isSame, type Named, namedBy, namedByIdentity, namedByList, shown } from '../../sql/relations.ts';
import { typeText } from '../../sql/type-text.ts';
import { typeBefore } from '../reading/column-types.ts';
import { factsOf, textOf } from '../reading/facts.ts';
import { isExisting, isIdle, worksThrough } from '../reading/tables.ts';
import { actsAt } from '../reading/transactions.ts';
import { type Alteration, alterations, countingFirst, isCounting, statementsOf } from '../reading/trees.ts';
import { evidence, unique } from '../reading/wording.ts';

interface Cause {
  readonly focus: string;
  readonly why: string;
  readonly hint: Hint;
}

export const tableRewrite: Rule = {
  id: 'table-rewrite',
  group: 'observed',
  severity: 'warning',
  summary:
    'A whole table is rewritten under ACCESS EXCLUSIVE: reading and writing wait for as long as that takes.',
  descendsFrom: [
    'squawk:changing-column-type',
    'squawk:adding-field-with-default',
    'squawk:prefer-repack',
    'eugene:E5',
    'eugene:E10',
    'eugene:E11',
    'strong_migrations:change_column_type',
    'strong_migrations:add_column_default_callable',
    'strong_migrations:add_column_auto_incrementing',
    'strong_migrations:add_column_generated_stored',
    'atlas:PG301',
    'atlas:PG302',
  ],
  *judge(subject) {
    const told = new Set<Act>();
    for (const alteration of alterations(subject)) {
      const verdict = judgeAlteration(subject, alteration) ?? byTimeZone(subject, alteration);
      if (verdict === undefined) continue;
      told.add(alteration.act.inside ?? alteration.act);
      yield verdict;
    }
    yield* wholeTables(subject);
    for (const act of subject.acts) {
      if (told.has(act) || !act.ran || /^(VACUUM|CLUSTER)\b/.test(act.head)) continue;
      const tables = unique(act.seen?.rewrites ?? []).filter((name) =>
        isExisting(act, namedByIdentity(name)),
      );
      const [first] = tables;
      if (first === undefined) continue;
      yield {
        act,
        table: tables.length === 1 ? namedByIdentity(first) : undefined,
        message: `this statement rewrites ${tables.join(' and ')}`,
        notes: evidence(act),
        hint: 'Split it so that the change that rewrites stands alone, and run that when the table may be out of use.',
      };
    }
  },
};

function judgeAlteration(subject: Subject, alteration: Alteration): Verdict | undefined {
  const { act, table } = alteration;
  if (!isExisting(act, table)) return undefined;
  const rewritten = worksThrough(act, table, (act.seen?.rewrites ?? []).map(namedByIdentity));
  const rebuilt =
    (act.seen?.indexBuilds.length ?? 0) > 0 && alteration.command.subtype === 'AT_AlterColumnType';
  // PostgreSQL copies the files as they are, and tells nobody.
  const copied = alteration.command.subtype === 'AT_SetTableSpace';
  if (act.ran && !rewritten && !rebuilt && !copied) return undefined;
  if (act.ran && isHarmlessBeside(subject, alteration)) return undefined;
  const cause = causeOf(subject, alteration);
  if (cause === undefined) return undefined;
  const what = act.ran && rebuilt && !rewritten ? `an index of ${shown(table)}` : shown(table);
  return {
    act,
    table,
    focus: cause.focus,
    message: `${cause.why} rewrites ${what}, and everything that reads or writes it waits`,
    notes: evidence(act),
    hint: cause.hint,
  };
}

/** Whether a change of type leaves the rows as they are, where others of its statement do not. */
function isHarmlessBeside(subject: Subject, { act, table, command }: Alteration): boolean {
  const beside = act.trees.flatMap((tree) => byKind(tree).AlterTableStmt?.cmds ?? []);
  if (command.subtype !== 'AT_AlterColumnType' || beside.length < 2) return false;
  const from = typeBefore(subject, act, table, command.name ?? '');
  const to = typeText(columnOf(command)?.typeName);
  const isPlain = columnOf(command)?.raw_default === undefined;
  return isPlain && from !== undefined && isBuiltIn(from) && isBuiltIn(to) && !isRewriting(from, to);
}

/**
 * The one change of type whose rewrite depends on a setting: between timestamp types nothing is rewritten if the session's time
 * zone is UTC, as in a rehearsal.
 */
function byTimeZone(subject: Subject, { act, table, command }: Alteration): Verdict | undefined {
  if (command.subtype !== 'AT_AlterColumnType' || !act.ran || !isExisting(act, table)) return undefined;
  const name = command.name ?? '';
  const to = elementType(typeText(columnOf(command)?.typeName));
  const from = elementType(typeBefore(subject, act, table, name) ?? '');
  if (from === to || ![from, to].every((type) => /^timestamp with(out)? time zone$/.test(type)))
    return undefined;
  const isSaid = actsAt(subject, act.at).some(
    (one) => one.index < act.index && /^SET\b.*\btime\s?zone\b/i.test(one.text),
  );
  if (isSaid) return undefined;
  return {
    act,
    table,
    focus: name,
    message: `changing the type of \`${name}\` to ${to} rewrites ${shown(table)}, unless the session that runs it is in UTC`,
    notes: [
      'The times are taken to be in the zone of that session. The rehearsal is in UTC, where nothing is written.',
    ],
    hint: ['Where they are in UTC, say so before:', { code: "SET timezone = 'UTC';" }],
  };
}

function causeOf(subject: Subject, { command, table }: Alteration): Cause | undefined {
  const column = columnOf(command);
  const name = column?.colname ?? command.name ?? '';
  const type = typeText(column?.typeName);
  const at = shown(table);
  if (command.subtype === 'AT_AlterColumnType') {
    return {
      focus: name,
      why: `changing the type of \`${name}\` to ${type}`,
      hint: [
        'Add a column of the new type, keep it in step with a trigger, fill it in batches, then let the code change over:',
        { code: `ALTER TABLE ${at} ADD COLUMN ${quoteIdentifier(`${name}_new`)} ${type};` },
      ],
    };
  }
  if (command.subtype === 'AT_AddColumn' && column !== undefined) return addedColumn(subject, table, column);
  if (/^AT_(SetLogged|SetUnLogged|SetAccessMethod|SetTableSpace)$/.test(command.subtype ?? '')) {
    return {
      focus: 'SET',
      why: 'changing how or where the table is stored',
      hint: 'Do it when the table may be out of use.',
    };
  }
  return undefined;
}

/** Whether a default may differ from row to row: PostgreSQL stores any other once for all that are there, and rewrites nothing. */
function isVolatile(subject: Subject, value: unknown): boolean {
  const called: Named[] = [];
  walk(value, (node, kind) => {
    if (kind === 'FuncCall') called.push(namedByList(stringsOf(node.funcname)));
  });
  const own = factsOf(subject, 'function').filter((fact) => isVolatileFunction(textOf(fact, 'source')));
  const volatile = own.map(({ name }) => namedByIdentity(withoutSignature(name)));
  return called.some(
    (one) => volatilityOf(one.name) === 'VOLATILE' || volatile.some((name) => isSame(name, one)),
  );
}

function addedColumn(subject: Subject, table: Named, added: ColumnDef): Cause | undefined {
  const at = shown(table);
  const name = added.colname ?? '';
  const column = quoteIdentifier(name);
  const type = typeText(added.typeName);
  const constraints = constraintsOf(added);
  const generated = constraints.find(({ contype }) => contype === 'CONSTR_GENERATED');
  if (generated !== undefined) {
    // Where it did not run: one that is VIRTUAL costs nothing.
    if (generated.generated_kind === 'v') return undefined;
    return {
      focus: name,
      why: `adding the stored generated column \`${name}\``,
      hint: 'On PostgreSQL 18 write VIRTUAL instead of STORED: it is computed when read, and nothing is written. Before 18: a plain column, filled in batches and kept by a trigger.',
    };
  }
  if (isCounting(added)) {
    return {
      focus: name,
      why: `adding the counting column \`${name}\``,
      hint: [
        'Every row that is there gets a number at once. Add it empty, fill it in batches, then let it count:',
        { code: countingFirst(table, name) },
      ],
    };
  }
  const value = constraints.find(({ contype }) => contype === 'CONSTR_DEFAULT')?.raw_expr;
  if (value === undefined || !isVolatile(subject, value)) return undefined;
  return {
    focus: name,
    why: `adding \`${name}\` with a default that differs from row to row`,
    hint: [
      'Only a default that is the same for every row costs nothing. Add the column without it, then set it for new rows, and fill the old ones in batches:',
      {
        code: `ALTER TABLE ${at} ADD COLUMN ${column} ${type};\nALTER TABLE ${at} ALTER COLUMN ${column} SET DEFAULT …;`,
      },
    ],
  };
}

/** VACUUM FULL and CLUSTER run outside transactions, where no lock can be read. */
function* wholeTables(subject: Subject): Iterable<Verdict> {
  const hint =
    'Plain VACUUM gives room back for new rows without keeping anybody waiting. To shrink the table itself while it is in use, use an extension such as pg_repack.';
  for (const { act, node } of statementsOf(subject, 'VacuumStmt', /^VACUUM\b/)) {
    if (!isOptionOn(node.options, 'full')) continue;
    const named = (node.rels ?? []).map((item) => namedBy(byKind(item).VacuumRelation?.relation));
    const tables = named.filter((table) => isExisting(act, table));
    if (named.length > 0 && tables.length === 0) continue;
    yield {
      act,
      table: tables.length === 1 ? tables[0] : undefined,
      focus: 'FULL',
      message: `VACUUM FULL rewrites ${named.length === 0 ? 'every table' : tables.map(shown).join(' and ')}, and everything that reads or writes it waits`,
      hint,
    };
  }
  for (const { act, node } of statementsOf(subject, 'ClusterStmt', /^CLUSTER\b/)) {
    const table = namedBy(node.relation);
    if (node.relation !== undefined && (!isExisting(act, table) || isIdle(act))) continue;
    yield {
      act,
      table: node.relation === undefined ? undefined : table,
      focus: 'CLUSTER',
      message: `CLUSTER rewrites ${node.relation === undefined ? 'every clustered table' : shown(table)}, and everything that reads or writes it waits`,
      hint,
    };
  }
}
