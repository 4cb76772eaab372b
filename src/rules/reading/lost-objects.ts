import { once } from '../../model/once.ts';
import type { Act, Subject } from '../../model/rule.ts';
import type { ObjectEvent } from '../../model/trace.ts';
import { splitIdentifier, withoutSignature } from '../../postgres/identifier.ts';
import type { UnresolvedName } from '../../postgres/unresolved-name.ts';
import { isSame, type Named, namedByList } from '../../sql/relations.ts';

/** Where a name stopped to mean something. */
export interface Loss {
  readonly act: Act;
  /** As SQL writes them: `public.users.email`, `public.f(integer)`. */
  readonly was: string;
  /** The name that it bears instead; undefined where it was dropped. */
  readonly identity: string | undefined;
}

/** What the types of events are called that tell of such an object. */
const types: Readonly<Record<UnresolvedName['what'], RegExp>> = {
  column: /^(table|view|foreign table|materialized view) column$/,
  relation: /^(table|foreign table|view|materialized view|sequence)$/,
  type: /^type$/,
  function: /^(function|procedure|aggregate)$/,
  operator: /^operator$/,
  ambiguity: /^$/,
};

/** The last rename, move or drop of an object of that name; of a column in one of these tables, under any name of theirs. */
export function lossOf(
  subject: Subject,
  { what, name, of }: UnresolvedName,
  tables: readonly Named[],
): Loss | undefined {
  const isIt = (identity: string): boolean => {
    const parts = splitIdentifier(withoutSignature(identity));
    if (parts.at(-1) !== name) return false;
    if (what === 'column') return tables.some((table) => isSame(namedByList(parts.slice(0, -1)), table));
    return of === undefined || parts.at(-2) === of;
  };
  return lossesIn(subject).findLast(({ type, loss }) => types[what].test(type) && isIt(loss.was))?.loss;
}

const lossesIn = once((subject: Subject): readonly { readonly type: string; readonly loss: Loss }[] =>
  subject.acts.flatMap((act) =>
    (act.ran ? (act.seen?.events ?? []) : []).flatMap((event) => {
      const loss = readLoss(act, event);
      return loss === undefined ? [] : [{ type: event.type, loss }];
    }),
  ),
);

function readLoss(act: Act, { action, was, identity }: ObjectEvent): Loss | undefined {
  if (action === 'drop') return { act, was: identity, identity: undefined };
  return action === 'rename' && was !== undefined ? { act, was, identity } : undefined;
}
