import type { RenameOffer } from '../../model/plan.ts';
import type { Schema } from '../../model/schema.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import { list } from '../definition.ts';

/**
 * Labels of an enum that may have a new name: one is gone and one has come at the same place among those that stay, or one alone
 * is gone and one alone has come.
 */
export function offerLabels(from: Schema, to: Schema): readonly RenameOffer[] {
  return [...from.facts.values()].flatMap(({ kind, id, name, definition }) => {
    const now = kind === 'enum' ? to.facts.get(id) : undefined;
    if (now === undefined) return [];
    return pairsOf(list(definition, 'labels'), list(now.definition, 'labels')).map(
      ([gone, come, because]): RenameOffer => ({
        from: `label:${name}.${quoteIdentifier(gone)}`,
        to: `label:${name}.${quoteIdentifier(come)}`,
        because,
      }),
    );
  });
}

type Pair = readonly [gone: string, come: string, because: string];

function pairsOf(had: readonly string[], has: readonly string[]): readonly Pair[] {
  const gone = had.filter((label) => !has.includes(label));
  const come = has.filter((label) => !had.includes(label));
  const [only, alone] = [gone[0], come[0]];
  const placed = gone.flatMap((label): readonly Pair[] => {
    const place = placeOf(label, had, has);
    const there = come.filter((other) => placeOf(other, has, had) === place);
    const rivals = gone.filter((other) => placeOf(other, had, has) === place);
    const [now] = there;
    return now === undefined || there.length + rivals.length > 2 ? [] : [[label, now, 'same place']];
  });
  if (placed.length > 0 || only === undefined || alone === undefined || gone.length + come.length > 2)
    return placed;
  return [[only, alone, 'the only ones that differ']];
}

/** Between which labels that stay a label stands. */
function placeOf(label: string, own: readonly string[], other: readonly string[]): string {
  const at = own.indexOf(label);
  const stays = (one: string) => other.includes(one);
  return JSON.stringify([own.slice(0, at).findLast(stays), own.slice(at + 1).find(stays)]);
}
