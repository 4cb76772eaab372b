import type { Constraint } from '@pgsql/types';
import { once } from '../../model/once.ts';
import { type Act, compareActs, type Subject } from '../../model/rule.ts';
import type { Fact } from '../../model/schema.ts';
import { readForeignKey } from '../../postgres/foreign-key.ts';
import { bareName, qualifiedName, splitOn } from '../../postgres/identifier.ts';
import { readKey } from '../../postgres/key.ts';
import { columnsNamed, constraintsOf } from '../../sql/clauses.ts';
import { byKind, stringsOf } from '../../sql/nodes.ts';
import { isSame, type Named, namedBy, namedByIdentity } from '../../sql/relations.ts';
import { actsOn, placeOf, tableOf, textOf } from './facts.ts';
import { innerActs } from './inner-code.ts';
import type { ForeignKey, IndexFact } from './keys.ts';

/** What a statement adds to its table. */
interface Additions {
  /** Unquoted, also under the name that a column is given later. */
  readonly columns: readonly string[];
  readonly constraints: readonly AddedPart[];
}

interface AddedPart {
  readonly constraint: Constraint;
  /** Unquoted: the columns that it is about. */
  readonly columns: readonly string[];
}

/**
 * The statement that gave the table the column, or the column its name. Others may name it as well, and a name may be a part of
 * another one, so that the text does not tell.
 */
export function placeOfColumn(subject: Subject, column: Fact): Act | undefined {
  const name = bareName(column.name);
  const table = tableOf(column);
  const acts = [...actsOn(subject, table), ...actsOn(subject, column.name)].sort(compareActs);
  const added = acts.findLast((act) => additionsOf(act).columns.includes(name));
  return added ?? placeOf(subject, column.name, name) ?? placeOf(subject, table, name);
}

/**
 * The statement that added the constraint, be it in a line of its own or behind a column; where PostgreSQL chose the name, it is
 * found by its columns.
 */
export function placeOfConstraint(subject: Subject, constraint: Fact): Act | undefined {
  const name = bareName(constraint.name);
  const table = tableOf(constraint);
  const acts = actsOn(subject, table);
  const adds = (isIt: (part: AddedPart) => boolean) =>
    acts.findLast((act) => additionsOf(act).constraints.some(isIt));
  return (
    adds((part) => part.constraint.conname === name) ??
    adds((part) => isLike(part, constraint)) ??
    placeOf(subject, table, name)
  );
}

/** The statement that made an index, or the constraint that it belongs to. */
export function placeOfIndex(subject: Subject, { fact, name }: IndexFact): Act | undefined {
  return fact.kind === 'index' ? placeOf(subject, fact.name, name) : placeOfConstraint(subject, fact);
}

/** The last statement that took the primary key of a table away, also along with a column; undefined where none did. */
export function placeOfLostKey(subject: Subject, table: Fact): Act | undefined {
  const acts = actsOn(subject, table.name);
  const keys = acts
    .flatMap((act) => additionsOf(act).constraints)
    .filter(({ constraint }) => constraint.contype === 'CONSTR_PRIMARY')
    .map(({ constraint }) => constraint.conname);
  // PostgreSQL's own names end that way.
  const isKey = (name: string) => keys.includes(name) || (keys.includes(undefined) && /_pkey\d*$/.test(name));
  return acts.findLast((act) =>
    (act.seen?.events ?? []).some(
      ({ action, type, identity }) =>
        action === 'drop' && type === 'table constraint' && isKey(bareName(splitOn(identity)?.[0] ?? '')),
    ),
  );
}

/**
 * The columns of a table's foreign key, unquoted, as the statements before the act wrote it, also where PostgreSQL chose its
 * name; undefined where none did.
 */
export function columnsOfForeignKey(
  subject: Subject,
  before: Act,
  table: Named,
  name: string,
): readonly string[] | undefined {
  return actsOn(subject, qualifiedName(table.schema ?? 'public', table.name))
    .filter((act) => compareActs(act, before) < 0)
    .flatMap((act) => additionsOf(act).constraints)
    .findLast(({ constraint: { contype, conname }, columns }) => {
      if (contype !== 'CONSTR_FOREIGN') return false;
      if (conname !== undefined) return conname === name;
      return name.replace(/\d+$/, '') === `${table.name}_${columns.join('_')}_fkey`;
    })?.columns;
}

/** The last statement that dropped a policy of a table; undefined where none did. */
export function placeOfLostPolicy({ acts }: Subject, table: Fact): Act | undefined {
  return acts.findLast(({ seen }) =>
    (seen?.events ?? []).some(
      ({ action, type, identity }) =>
        action === 'drop' && type === 'policy' && identity.endsWith(` on ${table.name}`),
    ),
  );
}

/** The last statement that dropped an index whose first columns were those of a foreign key; undefined where none did. */
export function placeOfLostIndex(
  subject: Subject,
  { table, columns }: Pick<ForeignKey, 'table' | 'columns'>,
): Act | undefined {
  const wanted = columns.map(bareName).sort().join();
  return lostIndexes(subject).findLast(
    (one) =>
      isSame(one.table, namedByIdentity(table)) &&
      one.columns.slice(0, columns.length).sort().join() === wanted,
  )?.act;
}

interface LostIndex {
  readonly table: Named;
  readonly columns: readonly string[];
  /** What dropped it. */
  readonly act: Act;
}

/** The indexes of whole tables that statements made and later ones dropped. */
const lostIndexes = once(({ acts }: Subject): readonly LostIndex[] => {
  const made = new Map<string, Omit<LostIndex, 'act'>>();
  const lost: LostIndex[] = [];
  for (const act of acts) {
    for (const { action, key, type } of act.seen?.events ?? []) {
      if (type !== 'index') continue;
      const index = made.get(key);
      if (action === 'drop' && index !== undefined) lost.push({ ...index, act });
      const node = action === 'create' ? byKind(act.trees[0]).IndexStmt : undefined;
      if (node === undefined || node.whereClause !== undefined) continue;
      const columns = (node.indexParams ?? []).map((item) => byKind(item).IndexElem?.name ?? '');
      made.set(key, { table: namedBy(node.relation), columns });
    }
  }
  return lost;
});

const types: Readonly<Record<string, Constraint['contype']>> = {
  foreign: 'CONSTR_FOREIGN',
  unique: 'CONSTR_UNIQUE',
  primary: 'CONSTR_PRIMARY',
  check: 'CONSTR_CHECK',
  exclude: 'CONSTR_EXCLUSION',
};

/** Whether an added constraint is of the type and about the columns of one that is there. */
function isLike({ constraint, columns }: AddedPart, fact: Fact): boolean {
  if (constraint.contype !== types[textOf(fact, 'type')]) return false;
  const definition = textOf(fact, 'definition');
  const own = readForeignKey(definition)?.columns ?? readKey(definition)?.columns;
  if (own === undefined) return columns.length > 0 && columns.every((column) => definition.includes(column));
  return own.map(bareName).join() === columns.join();
}

const additionsOf = once((act: Act): Additions => {
  const columns: string[] = [];
  const constraints: AddedPart[] = [];
  for (const tree of [act, ...innerActs(act)].flatMap(({ trees }) => trees)) {
    const { CreateStmt, AlterTableStmt, RenameStmt } = byKind(tree);
    if (RenameStmt?.renameType === 'OBJECT_COLUMN') columns.push(RenameStmt.newname ?? '');
    const commands = (AlterTableStmt?.cmds ?? []).flatMap((item) => byKind(item).AlterTableCmd ?? []);
    for (const item of [...(CreateStmt?.tableElts ?? []), ...commands.map(({ def }) => def)]) {
      const { ColumnDef, Constraint } = byKind(item);
      if (Constraint !== undefined)
        constraints.push({ constraint: Constraint, columns: columnsOf(Constraint) });
      if (ColumnDef?.colname === undefined) continue;
      columns.push(ColumnDef.colname);
      for (const constraint of constraintsOf(ColumnDef))
        constraints.push({ constraint, columns: [ColumnDef.colname] });
    }
  }
  return { columns, constraints };
});

function columnsOf({ fk_attrs, keys, raw_expr }: Constraint): readonly string[] {
  const named = stringsOf(fk_attrs ?? keys ?? []);
  return named.length > 0 ? named : [...columnsNamed(raw_expr)];
}
