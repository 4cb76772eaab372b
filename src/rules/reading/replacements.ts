import { once } from '../../model/once.ts';
import type { Act, Subject } from '../../model/rule.ts';
import type { ObjectEvent } from '../../model/trace.ts';

/** An object that takes the name of another one: after a DROP and a CREATE, or by renames. */
export interface Replacement {
  /** The name of both as SQL writes it: `public.users`, `public.f(integer)`. */
  readonly identity: string;
  /** The `type` of the events of each. */
  readonly type: string;
  readonly formerType: string;
  /** Where the one before got the name. */
  readonly from: Act;
  /** Where it lost it, being dropped or renamed. */
  readonly left: Act;
  /** Where the other one took it. */
  readonly act: Act;
}

const types: ReadonlySet<string> = new Set([
  'table',
  'foreign table',
  'view',
  'materialized view',
  'function',
  'procedure',
]);

interface Bearer {
  readonly key: string;
  readonly type: string;
  readonly from: Act;
}

/** What takes the name of another object of the history, in its order. */
export const replacements = once((subject: Subject): readonly Replacement[] => {
  const bearers = new Map<string, Bearer>();
  const former = new Map<string, Bearer & { readonly left: Act }>();
  const found: Replacement[] = [];
  const leave = (act: Act, name: string, { key }: ObjectEvent) => {
    const bearer = bearers.get(name);
    if (bearer?.key !== key) return;
    bearers.delete(name);
    former.set(name, { ...bearer, left: act });
  };
  for (const act of subject.acts) {
    for (const event of act.seen?.events ?? []) {
      const { action, type, key, was } = event;
      if (!types.has(type)) continue;
      // Events name the schema of the built-in types that a function takes.
      const identity = event.identity.replaceAll('pg_catalog.', '');
      if (action === 'drop') leave(act, identity, event);
      if (action === 'rename' && was !== undefined) leave(act, was.replaceAll('pg_catalog.', ''), event);
      if (!/^(create|rename)$/.test(action) || bearers.get(identity)?.key === key) continue;
      const before = former.get(identity);
      former.delete(identity);
      const isBack = before?.key === key;
      bearers.set(identity, { key, type, from: isBack ? before.from : act });
      if (before === undefined || isBack) continue;
      const { type: formerType, from, left } = before;
      found.push({ identity, type, formerType, from, left, act });
    }
  }
  return found;
});
