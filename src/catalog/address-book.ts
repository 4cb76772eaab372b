import { entry } from '../model/entry.ts';
import type { ObjectId } from '../model/object-id.ts';
import type { Address, CatalogName } from './reader.ts';

/** Which fact an oid belongs to. Parts of relations that have no fact of their own belong to the relation. */
export class AddressBook {
  private readonly objects = new Map<string, Map<number, ObjectId>>();
  private readonly columns = new Map<number, ObjectId[]>();

  add(address: Address, id: ObjectId): void {
    if (address.column !== undefined) {
      entry(this.columns, address.oid, () => [])[address.column] = id;
      return;
    }
    entry(this.objects, address.catalog, () => new Map<number, ObjectId>()).set(address.oid, id);
  }

  find(catalog: CatalogName, oid: number, column = 0): ObjectId | undefined {
    if (column > 0 && catalog === 'pg_class') {
      const part = this.columns.get(oid)?.[column];
      if (part !== undefined) return part;
    }
    return this.objects.get(catalog)?.get(oid);
  }
}
