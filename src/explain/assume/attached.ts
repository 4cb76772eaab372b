import { escaped } from '../../model/patterns.ts';
import { bareName, qualifiedPattern, quoteIdentifier } from '../../postgres/identifier.ts';
import { type AnyNode, byKind, walk } from '../../sql/nodes.ts';
import { type AssumedTable, assume, assumedTable } from './assumptions.ts';
import { relationName, type Scene } from './scene.ts';

/** 42809 of ALTER INDEX ... ATTACH PARTITION: makes one index belong to a partitioned table and the other to its partition. */
export function learnAttached(scene: Scene): void {
  const { assumptions } = scene;
  walk(scene.trees, (node, kind) => {
    if (kind !== 'AlterTableStmt' || node.objtype !== 'OBJECT_INDEX') return;
    const index = relationName(node.relation) ?? '';
    walk(node.cmds, (command, what) => {
      const part = what === 'PartitionCmd' ? relationName(command.name as AnyNode) : undefined;
      const whole = tableOf(scene, index);
      const partition = part === undefined ? undefined : tableOf(scene, part);
      if (whole === undefined || part === undefined || partition === undefined || whole === partition) return;
      for (const [column, type] of partition.columns)
        if (!assumptions.others.has(`index ${part}`) && !whole.columns.has(column))
          whole.columns.set(column, type);
      const [key] = [...whole.columns.keys()].map(quoteIdentifier);
      whole.partitioning ??= `PARTITION BY HASH (${key})`;
      assumptions.tables.delete(partition.name);
      assume(
        assumptions,
        'rest',
        `partition ${partition.name}`,
        `CREATE TABLE ${partition.name} PARTITION OF ${whole.name} FOR VALUES WITH (MODULUS 100, REMAINDER ${assumptions.others.size})`,
      );
      if (assumptions.others.has(`index ${index}`)) remake(scene, index, `ONLY ${whole.name} (${key})`);
      if (assumptions.others.has(`index ${part}`)) remake(scene, part, `${partition.name} (${key})`);
    });
  });
}

/** The assumed table of an index that is assumed, or that the history makes. */
function tableOf({ assumptions, failure }: Scene, index: string): AssumedTable | undefined {
  const bare = escaped(quoteIdentifier(bareName(index)));
  const made = new RegExp(
    `\\bINDEX\\b[^;]*?(?<![\\w"])${bare}\\s+ON\\s+(?:ONLY\\s+)?(${qualifiedPattern})`,
    'i',
  );
  const texts = [
    assumptions.others.get(`index ${index}`)?.sql ?? '',
    ...failure.history.migrations.map(({ up }) => up.text),
  ];
  const table = texts.flatMap((text) => made.exec(text)?.[1] ?? [])[0];
  return table === undefined ? undefined : assumedTable(assumptions, table);
}

/** Makes an assumed index anew, behind what it stands on by now. */
function remake({ assumptions }: Scene, index: string, on: string): void {
  const bare = quoteIdentifier(bareName(index));
  assumptions.others.delete(`index ${index}`);
  assume(assumptions, 'rest', `index ${index}`, `CREATE INDEX ${bare} ON ${on}`);
}

/** INHERIT needs a child that has the columns of its parent, NO INHERIT one that is already a child; for assumed tables. */
export function learnInheritance({ assumptions, trees }: Scene): void {
  walk(trees, (node, kind) => {
    const child =
      kind === 'AlterTableStmt' ? assumedTable(assumptions, relationName(node.relation) ?? '') : undefined;
    if (child === undefined) return;
    walk(node.cmds, (command, what) => {
      if (what !== 'AlterTableCmd' || !/^AT_(Add|Drop)Inherit$/.test(String(command.subtype))) return;
      const parent = assumedTable(assumptions, relationName(byKind(command.def).RangeVar) ?? '');
      if (parent === undefined) return;
      for (const [column, type] of parent.columns)
        if (!child.columns.has(column)) child.columns.set(column, type);
      if (command.subtype === 'AT_DropInherit')
        assume(
          assumptions,
          'rest',
          `child ${child.name} of ${parent.name}`,
          `ALTER TABLE ${child.name} INHERIT ${parent.name}`,
        );
    });
  });
}
