import type { ObjectId } from '../model/object-id.ts';
import type { AddressBook } from './address-book.ts';
import type { CatalogName } from './reader.ts';

/**
 * The recorded dependencies of one sort between two catalogs, as columns: the i-th of each list. `type` as in
 * `pg_depend.deptype`: n normal, a auto, i internal, e member of an extension, x.
 */
export interface Dependencies {
  readonly catalog: CatalogName;
  readonly referencedCatalog: CatalogName;
  readonly type: string;
  readonly objects: readonly number[];
  readonly columns: readonly number[];
  readonly referenced: readonly number[];
  readonly referencedColumns: readonly number[];
}

/** What `dependenciesSql` answers; lists as `{1,2,3}`. */
export interface DependencyRow {
  readonly catalog: CatalogName;
  readonly referenced_catalog: CatalogName;
  readonly type: string;
  readonly objects: string;
  readonly columns: string;
  readonly referenced: string;
  readonly referenced_columns: string;
}

export function readDependencies(row: DependencyRow): Dependencies {
  const list = (text: string) => JSON.parse(`[${text.slice(1, -1)}]`) as number[];
  return {
    catalog: row.catalog,
    referencedCatalog: row.referenced_catalog,
    type: row.type,
    objects: list(row.objects),
    columns: list(row.columns),
    referenced: list(row.referenced),
    referencedColumns: list(row.referenced_columns),
  };
}

/**
 * Gives internal objects (row and array types, toast tables, indexes of constraints, rules of views, identity sequences) the id
 * of the object that they belong to, and members of extensions that of the extension.
 */
export function addInternals(all: readonly Dependencies[], book: AddressBook): void {
  const open = all
    .filter(({ type }) => type !== 'n' && type !== 'x')
    .map((some) => ({ some, left: some.objects.map((_, i) => i) }));
  for (let isDone = false; !isDone; ) {
    isDone = true;
    for (const entry of open) {
      const left = entry.left.filter((i) => !foundOwner(entry.some, i, book));
      if (left.length < entry.left.length) isDone = false;
      entry.left = left;
    }
  }
}

function foundOwner(some: Dependencies, i: number, book: AddressBook): boolean {
  const oid = some.objects[i] as number;
  if (book.find(some.catalog, oid) !== undefined) return true;
  const owner = book.find(some.referencedCatalog, some.referenced[i] as number, some.referencedColumns[i]);
  if (owner === undefined) return false;
  if (some.type !== 'a' || owner.startsWith('extension:')) book.add({ catalog: some.catalog, oid }, owner);
  return true;
}

/** Takes an edge between facts: `isOrder` to be made after `to`, `isCompanion` to vanish with it. */
type TakeEdge = (from: ObjectId, to: ObjectId, isOrder: boolean, isCompanion: boolean) => void;

/**
 * Turns dependencies between oids, except those on extensions, into edges between facts. Dependencies of unknown objects are left
 * out.
 */
export function findEdges(some: Dependencies, book: AddressBook, take: TakeEdge): void {
  const { catalog, objects, columns, referencedCatalog, referenced, referencedColumns, type } = some;
  const isBetweenRelations = catalog === 'pg_class' && referencedCatalog === 'pg_class';
  for (let i = 0; i < objects.length; i += 1) {
    const [oid, other] = [objects[i] as number, referenced[i] as number];
    const from = book.find(catalog, oid, columns[i]);
    if (from === undefined) continue;
    const to = book.find(referencedCatalog, other, referencedColumns[i]);
    if (to === undefined || from === to) continue;
    if (oid === other && catalog === referencedCatalog && columns[i] === 0) continue;
    const isOrder = !isBetweenRelations || !saidElsewhere(from, to, referencedColumns[i] as number);
    // The index of a constraint depends on more than its columns, as in the WHERE of an exclusion.
    const isBehind = catalog === 'pg_class' && from.startsWith('constraint:');
    take(from, to, isOrder, type === 'a' && !isBehind && (isOrder || from.startsWith('sequence:')));
  }
}

/** Whether another fact has this dependency: `inheritance` and `partition` that on parents, `sequence-owner` that on a column. */
function saidElsewhere(from: ObjectId, to: ObjectId, referencedColumn: number): boolean {
  if (from.startsWith('sequence:')) return referencedColumn > 0;
  return isTable(from) && isTable(to);
}

function isTable(id: ObjectId): boolean {
  return id.startsWith('table:') || id.startsWith('foreign-table:');
}
