import { stringsOf, walk } from '../../sql/nodes.ts';
import { relationName } from './scene.ts';

/** A foreign key that a statement adds; names of tables as SQL writes them. */
interface ForeignKey {
  readonly table: string;
  readonly columns: readonly string[];
  readonly referenced: string;
  readonly keys: readonly string[];
}

/** The foreign keys that statements add, those of a column included. */
export function foreignKeys(trees: readonly unknown[]): readonly ForeignKey[] {
  const found: ForeignKey[] = [];
  for (const tree of trees) {
    let table: string | undefined;
    walk(tree, (node, kind) => {
      if (kind === 'AlterTableStmt' || kind === 'CreateStmt') table = relationName(node.relation);
      if (kind !== 'Constraint' || node.contype !== 'CONSTR_FOREIGN') return;
      const referenced = relationName(node.pktable);
      if (table === undefined || referenced === undefined) return;
      found.push({ table, referenced, columns: stringsOf(node.fk_attrs), keys: stringsOf(node.pk_attrs) });
    });
  }
  return found;
}
