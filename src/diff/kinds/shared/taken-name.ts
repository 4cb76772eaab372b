import type { Context } from '../../kind.ts';

/** Whether something is called so before or after the change, a routine with whatever arguments. `name` is qualified and quoted. */
export function isNameTaken(name: string, { from, to }: Context): boolean {
  for (const { facts } of [from, to])
    for (const fact of facts.values())
      if (fact.name === name || fact.name.startsWith(`${name}(`)) return true;
  return false;
}
