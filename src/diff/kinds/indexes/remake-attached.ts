import { nameOf, type ObjectId, objectId } from '../../../model/object-id.ts';
import type { Hazard } from '../../../model/plan.ts';
import type { Fact } from '../../../model/schema.ts';
import { lastPart } from '../../../postgres/identifier.ts';
import type { Context, Statements } from '../../kind.ts';
import { addConstraintSql, constraintSettings } from '../constraints/constraint-sql.ts';
import { blocksAll, blocksWrites } from '../hazards/hazard.ts';
import { indexPartsBefore } from '../trees/partitions.ts';
import { comesWithWhole } from './attached-index.ts';
import { indexSettings } from './index-marks.ts';
import { indexSql } from './index-sql.ts';

/** Dropping a partitioned index drops its parts: creates those again that are to stay. */
export function remakeAttached(whole: Fact, context: Context): Statements {
  return indexPartsBefore(whole.id, context).flatMap((place) => {
    const part = context.from.facts.get(place.parent as ObjectId);
    if (part === undefined || context.isDropped(part.parent as ObjectId) || hasLeft(part, context)) return [];
    const parts = remakeAttached(part, context);
    const kept = context.isDropped(part.id) ? undefined : context.to.facts.get(part.id);
    if (kept === undefined || comesWithWhole(kept, context)) return parts;
    const attach = `ALTER INDEX ${place.definition.of} ATTACH PARTITION ${place.name}`;
    return [
      { sql: kept.kind === 'index' ? indexSql(kept) : addConstraintSql(kept), hazards: [waitFor(kept)] },
      ...(kept.kind === 'index' ? indexSettings(kept, kept.name) : constraintSettings(kept)),
      ...parts,
      ...(context.isDropped(place.id) ? [] : [attach]),
    ];
  });
}

/** Building an index again blocks its table. */
function waitFor({ kind, name, parent }: Fact): Hazard {
  const table = nameOf(parent as ObjectId);
  return kind === 'index'
    ? blocksWrites(table, `${name} is built`)
    : blocksAll(table, `${lastPart(name)} is built`);
}

function hasLeft({ parent }: Fact, context: Context): boolean {
  return context.isDropped(objectId('partition', nameOf(parent as ObjectId)));
}
