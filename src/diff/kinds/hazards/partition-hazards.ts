import type { Hazard } from '../../../model/plan.ts';
import type { Fact } from '../../../model/schema.ts';
import { hasChanged } from '../../definition.ts';
import type { Context } from '../../kind.ts';
import { hazard, readsBlocked } from './hazard.ts';

/** What attaching a partition locks and reads, and the rows that may not fit. */
export function hazardsOfAttaching(link: Fact, context: Context): Hazard[] {
  const { id, name, parent, definition } = link;
  const of = String(definition.of);
  const before = context.from.facts.get(id);
  const isBack = before !== undefined && !hasChanged(before, link, 'bound');
  const isEmpty = context.isCreated(parent!);
  const rest = isBack ? undefined : restOf(of, name, context);
  return [
    ...(isEmpty || isBack ? [] : [hazard('may-fail', `Rows of ${name} may not belong there.`)]),
    ...(isEmpty ? [] : readsBlocked(name, 'they belong there')),
    ...(rest === undefined
      ? []
      : [
          hazard('may-fail', `Rows of ${rest} may belong to ${name}: then they have to leave it first.`),
          ...readsBlocked(rest, `none belongs to ${name}`),
        ]),
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
