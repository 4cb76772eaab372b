import { platformProvenance } from '../../catalog/provenance.ts';
import type { ObjectId } from '../../model/object-id.ts';
import type { Fact, Schema } from '../../model/schema.ts';
import { isBookkeeping } from '../sources/bookkeeping.ts';
import type { LiveReading } from '../sources/read-live.ts';

/** The objects of which a live database is compared with a history: the project's own. */
export class ComparedObjects {
  private readonly isLiveForeign: (fact: Fact) => boolean;
  private readonly isHistoryForeign: (fact: Fact) => boolean;
  private readonly prelude: Schema;
  private readonly history: Schema;
  private readonly live: Schema;
  private readonly hasPlatform: boolean;
  private readonly tables: ReadonlySet<ObjectId>;

  constructor(
    sides: { readonly prelude: Schema; readonly history: Schema; readonly live: Schema },
    { platformExtensions }: Pick<LiveReading, 'platformExtensions'>,
    ownTables: ReadonlySet<ObjectId>,
    hasPlatform: boolean,
  ) {
    this.prelude = sides.prelude;
    this.history = sides.history;
    this.live = sides.live;
    this.isLiveForeign = platformProvenance(sides.live, platformExtensions).isForeign;
    this.isHistoryForeign = platformProvenance(sides.history).isForeign;
    this.hasPlatform = hasPlatform;
    this.tables = ownTables;
  }

  /** Whether an object is compared: not a ledger's, and not a platform's unless the history has changed it. */
  has(id: ObjectId): boolean {
    const [made, there] = [this.history.facts.get(id), this.live.facts.get(id)];
    if (isBookkeeping(made ?? there, this.tables, [this.live, this.history])) return false;
    const born = this.prelude.facts.get(id);
    const isTouched = made === undefined ? born !== undefined : !isSameFact(born, made);
    if (isTouched) return true;
    if (made !== undefined && this.hasPlatform) return false;
    return !(
      (there !== undefined && this.isLiveForeign(there)) ||
      (made !== undefined && this.isHistoryForeign(made))
    );
  }
}

export function isSameFact(a: Fact | undefined, b: Fact | undefined): boolean {
  return a !== undefined && b !== undefined && JSON.stringify(a.definition) === JSON.stringify(b.definition);
}
