import { kindOf, type ObjectId } from '../model/object-id.ts';
import type { AddressBook } from './address-book.ts';
import type { CatalogName } from './reader.ts';

/** One recorded dependency. `type` as `pg_depend.deptype`: n normal, a auto, i internal, e member of an extension, x. */
export interface Dependency {
  readonly catalog: CatalogName;
  readonly oid: number;
  readonly column: number;
  readonly referencedCatalog: CatalogName;
  readonly referenced: number;
  readonly referencedColumn: number;
  readonly type: string;
}

/** What `dependenciesSql` answers: parallel arrays as JSON, null for none. */
export type DependencyRow = Readonly<Record<string, string | null>>;

/** All of `pg_depend` that concerns the user's objects. */
export function readDependencies(
  [row]: readonly DependencyRow[],
  catalogs: ReadonlyMap<number, CatalogName>,
): Dependency[] {
  const list = (name: string) => JSON.parse(row?.[name] ?? '[]') as number[];
  const [classes, objects, columns] = [list('class'), list('object'), list('column')];
  const [referencedClasses, referenced] = [list('referenced_class'), list('referenced')];
  const referencedColumns = list('referenced_column');
  const types = row?.types ?? '';
  return objects.map((oid, i) => ({
    catalog: catalogs.get(classes[i] as number) ?? 'pg_unknown',
    oid,
    column: columns[i] as number,
    referencedCatalog: catalogs.get(referencedClasses[i] as number) ?? 'pg_unknown',
    referenced: referenced[i] as number,
    referencedColumn: referencedColumns[i] as number,
    type: types[i] as string,
  }));
}

/**
 * Gives what is internal to another object (row and array types, toast tables, indexes of constraints, rules of views,
 * identity sequences) and the members of extensions the id of that object.
 */
export function addInternals(dependencies: readonly Dependency[], book: AddressBook): void {
  let pending = dependencies.filter(({ type }) => type !== 'n' && type !== 'x');
  for (;;) {
    const unresolved: Dependency[] = [];
    for (const dependency of pending) {
      const { catalog, oid, referencedCatalog, referenced, referencedColumn } = dependency;
      if (book.find(catalog, oid) !== undefined) continue;
      const owner = book.find(referencedCatalog, referenced, referencedColumn);
      if (owner === undefined) unresolved.push(dependency);
      else if (dependency.type !== 'a' || owner.startsWith('extension:')) book.add({ catalog, oid }, owner);
    }
    if (unresolved.length === pending.length) return;
    pending = unresolved;
  }
}

/** One fact needs another: `isOrder` to be made after it, `isCompanion` to vanish with it. */
export interface Edge {
  readonly from: ObjectId;
  readonly to: ObjectId;
  readonly isOrder: boolean;
  readonly isCompanion: boolean;
}

/** Turns dependencies between oids into edges between facts. What neither end names is left out. */
export function* edgesOf(dependencies: readonly Dependency[], book: AddressBook): Generator<Edge> {
  for (const d of dependencies) {
    if (d.type === 'e' || d.type === 'x') continue;
    const from = book.find(d.catalog, d.oid, d.column);
    const to = book.find(d.referencedCatalog, d.referenced, d.referencedColumn);
    if (from === undefined || to === undefined || from === to) continue;
    const isOwnColumn = d.oid === d.referenced && d.catalog === d.referencedCatalog && d.column === 0;
    if (isOwnColumn) continue;
    const isOrder = !saidElsewhere(from, to, d);
    yield { from, to, isOrder, isCompanion: d.type === 'a' && (isOrder || kindOf(from) === 'sequence') };
  }
}

/** A table's parents are the matter of its `inheritance` or `partition` fact, a sequence's column of its `sequence-owner`. */
function saidElsewhere(
  from: ObjectId,
  to: ObjectId,
  { catalog, referencedCatalog, referencedColumn }: Dependency,
) {
  if (catalog !== 'pg_class' || referencedCatalog !== 'pg_class') return false;
  const [kind, other] = [kindOf(from), kindOf(to)];
  if (kind === 'sequence') return referencedColumn > 0;
  return (kind === 'table' || kind === 'foreign-table') && (other === 'table' || other === 'foreign-table');
}
