import type { Hazard } from '../../../model/plan.ts';
import type { Fact } from '../../../model/schema.ts';
import { hasChanged } from '../../definition.ts';
import type { Context } from '../../kind.ts';
import { blocksAll, hazard, type PlannedStatement } from './hazard.ts';

/** What attaching or detaching a partition locks and reads, and the rows that may not fit. */
export function hazardsOfPartition({ sql, before, after, context }: PlannedStatement): Hazard[] {
  const { name, parent, definition } = (after ?? before) as Fact;
  const of = String(definition.of);
  if (/ DETACH PARTITION /.test(sql)) return [blocksAll(of, 'the partition leaves, which is short')];
  if (!/ ATTACH PARTITION /.test(sql)) return [];
  const isBack = before !== undefined && after !== undefined && !hasChanged(before, after, 'bound');
  const isEmpty = context.isCreated(parent!);
  const rest = isBack ? undefined : restOf(of, name, context);
  return [
    ...(isEmpty || isBack ? [] : [hazard('may-fail', `Rows of ${name} may not belong there.`)]),
    ...(isEmpty ? [] : scanOf(name, 'they belong there')),
    ...(rest === undefined
      ? []
      : [
          hazard('may-fail', `Rows of ${rest} may belong to ${name}: then they have to leave it first.`),
          ...scanOf(rest, `none belongs to ${name}`),
        ]),
  ];
}

function scanOf(table: string, what: string): Hazard[] {
  return [
    hazard('scans', `All rows of ${table} are read to see that ${what}.`),
    blocksAll(table, 'they are read'),
  ];
}

/** The default partition, where it is there before and after. */
function restOf(of: string, but: string, context: Context): string | undefined {
  return context
    .dependentsAfter(`table:${of}`)
    .find(
      ({ kind, id, name, parent, definition }) =>
        kind === 'partition' &&
        name !== but &&
        definition.of === of &&
        definition.bound === 'DEFAULT' &&
        context.from.facts.has(id) &&
        !context.isCreated(parent!),
    )?.name;
}
