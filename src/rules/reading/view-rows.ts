import { once } from '../../model/once.ts';
import { type Act, compareActs, type Subject } from '../../model/rule.ts';
import { isSame, type Named, namedBy } from '../../sql/relations.ts';
import { statementsOf } from './trees.ts';

/** A statement that gives a materialized view its rows, or leaves it without any. */
interface Filling {
  readonly act: Act;
  readonly view: Named;
  readonly isFilled: boolean;
}

const fillings = once((subject: Subject): readonly Filling[] => {
  const made = [...statementsOf(subject, 'CreateTableAsStmt', /^CREATE MATERIALIZED VIEW\b/)].map(
    ({ act, node: { into } }) => ({ act, view: namedBy(into?.rel), isFilled: into?.skipData !== true }),
  );
  const refreshed = [...statementsOf(subject, 'RefreshMatViewStmt', /^REFRESH\b/)].map(({ act, node }) => ({
    act,
    view: namedBy(node.relation),
    isFilled: node.skipData !== true,
  }));
  return [...made, ...refreshed].filter(({ act }) => act.ran).sort((a, b) => compareActs(a.act, b.act));
});

/** The last statement that ran and left a materialized view without rows; undefined where it has some, or none is known. */
export function placeOfEmptying(subject: Subject, view: Named): Act | undefined {
  const last = fillings(subject).findLast((one) => isSame(one.view, view));
  return last?.isFilled === false ? last.act : undefined;
}

/** Whether a materialized view has no rows when the act runs, WITH NO DATA: until a REFRESH nobody can read it. */
export function isUnfilled(subject: Subject, act: Act, view: Named): boolean {
  const last = fillings(subject).findLast((one) => compareActs(one.act, act) < 0 && isSame(one.view, view));
  return last?.isFilled === false;
}
