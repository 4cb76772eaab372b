/**
 * Sorts what is referred to before what refers to it, else in the order given. Of a circle the first stays behind those that it
 * refers to.
 */
export function referencedFirst<Table, Key>(
  tables: readonly Table[],
  keyOf: (table: Table) => Key,
  referredTo: (table: Table) => readonly Key[],
): readonly Table[] {
  const byKey = new Map(tables.map((table) => [keyOf(table), table]));
  const visited = new Set<Table>();
  const order: Table[] = [];
  const visit = (table: Table): void => {
    if (visited.has(table)) return;
    visited.add(table);
    for (const key of referredTo(table)) {
      const other = byKey.get(key);
      if (other !== undefined) visit(other);
    }
    order.push(table);
  };
  for (const table of tables) visit(table);
  return order;
}
