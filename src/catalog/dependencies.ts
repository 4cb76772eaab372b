import type { ObjectId } from '../model/object-id.ts';
import type { AddressBook } from './address-book.ts';
import type { CatalogName } from './reader.ts';

/**
 * Every recorded dependency that concerns the user's objects, as columns: the i-th of each list. `types` as
 * `pg_depend.deptype`: n normal, a auto, i internal, e member of an extension, x.
 */
export interface Dependencies {
  readonly catalogs: readonly CatalogName[];
  readonly objects: readonly number[];
  readonly columns: readonly number[];
  readonly referencedCatalogs: readonly CatalogName[];
  readonly referenced: readonly number[];
  readonly referencedColumns: readonly number[];
  readonly types: string;
}

/** What `dependenciesSql` answers: parallel arrays, `{1,2,3}`, null for none. */
export type DependencyRow = Readonly<Record<string, string | null>>;

export function readDependencies(
  [row]: readonly DependencyRow[],
  catalogs: ReadonlyMap<number, CatalogName>,
): Dependencies {
  const list = (name: string) => JSON.parse(`[${row?.[name]?.slice(1, -1) ?? ''}]`) as number[];
  const named = (oids: readonly number[]) => oids.map((oid) => catalogs.get(oid) ?? 'pg_unknown');
  return {
    catalogs: named(list('class')),
    objects: list('object'),
    columns: list('column'),
    referencedCatalogs: named(list('referenced_class')),
    referenced: list('referenced'),
    referencedColumns: list('referenced_column'),
    types: row?.types ?? '',
  };
}

/**
 * Gives what is internal to another object (row and array types, toast tables, indexes of constraints, rules of views,
 * identity sequences) and the members of extensions the id of that object.
 */
export function addInternals(dependencies: Dependencies, book: AddressBook): void {
  const { catalogs, objects, referencedCatalogs, referenced, referencedColumns, types } = dependencies;
  let pending: number[] = [];
  for (let i = 0; i < types.length; i += 1) {
    if (types[i] !== 'n' && types[i] !== 'x') pending.push(i);
  }
  for (;;) {
    const unresolved: number[] = [];
    for (const i of pending) {
      const [catalog, oid] = [catalogs[i] as CatalogName, objects[i] as number];
      if (book.find(catalog, oid) !== undefined) continue;
      const owner = book.find(
        referencedCatalogs[i] as CatalogName,
        referenced[i] as number,
        referencedColumns[i],
      );
      if (owner === undefined) unresolved.push(i);
      else if (types[i] !== 'a' || owner.startsWith('extension:')) book.add({ catalog, oid }, owner);
    }
    if (unresolved.length === pending.length) return;
    pending = unresolved;
  }
}

/** Takes an edge between facts: `isOrder` to be made after `to`, `isCompanion` to vanish with it. */
export type TakeEdge = (from: ObjectId, to: ObjectId, isOrder: boolean, isCompanion: boolean) => void;

/** Turns dependencies between oids into edges between facts. What neither end names is left out. */
export function findEdges(dependencies: Dependencies, book: AddressBook, take: TakeEdge): void {
  const { catalogs, objects, columns, referencedCatalogs, referenced, referencedColumns, types } =
    dependencies;
  for (let i = 0; i < types.length; i += 1) {
    const type = types[i];
    if (type === 'e' || type === 'x') continue;
    const [catalog, oid] = [catalogs[i] as CatalogName, objects[i] as number];
    const [otherCatalog, other] = [referencedCatalogs[i] as CatalogName, referenced[i] as number];
    const from = book.find(catalog, oid, columns[i]);
    if (from === undefined) continue;
    const to = book.find(otherCatalog, other, referencedColumns[i]);
    if (to === undefined || from === to) continue;
    if (oid === other && catalog === otherCatalog && columns[i] === 0) continue;
    const isBetweenRelations = catalog === 'pg_class' && otherCatalog === 'pg_class';
    const isOrder = !isBetweenRelations || !saidElsewhere(from, to, referencedColumns[i] as number);
    take(from, to, isOrder, type === 'a' && (isOrder || from.startsWith('sequence:')));
  }
}

/** A table's parents are the matter of its `inheritance` or `partition` fact, a sequence's column of its `sequence-owner`. */
function saidElsewhere(from: ObjectId, to: ObjectId, referencedColumn: number): boolean {
  if (from.startsWith('sequence:')) return referencedColumn > 0;
  return isTable(from) && isTable(to);
}

function isTable(id: ObjectId): boolean {
  return id.startsWith('table:') || id.startsWith('foreign-table:');
}
