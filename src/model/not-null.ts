import type { Definition, Fact } from './schema.ts';

/**
 * The NOT NULL of a column or domain. Before PostgreSQL 18 that of a column was a mark, of which there is nothing to say.
 * https://www.postgresql.org/docs/18/ddl-constraints.html
 */
export interface NotNull {
  /** Where it is not the name that PostgreSQL generates. */
  readonly name: string | undefined;
  /** `inherited`: it comes from the parents alone; `both`: it is the table's own as well. */
  readonly origin: 'own' | 'inherited' | 'both';
  readonly isNoInherit: boolean;
  readonly isNotValid: boolean;
}

/** A NOT NULL of which there is nothing to say. */
export const plainNotNull: NotNull = {
  name: undefined,
  origin: 'own',
  isNoInherit: false,
  isNotValid: false,
};

type FromAbove = NotNull & { readonly origin: 'inherited' | 'both' };

/** Whether a NOT NULL comes from parents, be it the table's own as well. */
export function isFromAbove(notNull: NotNull | undefined): notNull is FromAbove {
  return notNull !== undefined && notNull.origin !== 'own';
}

type Said = Pick<Fact, 'definition' | 'remarks'>;

/** What a fact says of its NOT NULL; undefined where there is none, which `notNull` of its definition tells. */
export function notNullOf({ definition, remarks }: Said): NotNull | undefined {
  if (definition.notNull !== true) return undefined;
  const name = definition.notNullName ?? remarks?.notNullName;
  return {
    name: name === undefined ? undefined : String(name),
    origin:
      definition.notNullInherited !== true ? 'own' : remarks?.ownNotNull === true ? 'both' : 'inherited',
    isNoInherit: definition.notNullNoInherit === true,
    isNotValid: definition.notNullNotValid === true,
  };
}

/**
 * The fact with another NOT NULL, or with none. One that comes from above cannot be renamed: its name, and whether it is the table's
 * own as well, are remarks, which count as no difference.
 */
export function withNotNull<Of extends Said>(fact: Of, notNull: NotNull | undefined): Of {
  const { remarks: before = {}, ...others } = fact;
  const isInherited = isFromAbove(notNull);
  const definition = put(fact.definition, {
    notNull: notNull !== undefined,
    notNullName: isInherited ? undefined : notNull?.name,
    notNullInherited: isInherited,
    notNullNoInherit: notNull?.isNoInherit,
    notNullNotValid: notNull?.isNotValid,
  });
  const remarks = put(before, {
    notNullName: isInherited ? notNull?.name : undefined,
    ownNotNull: notNull?.origin === 'both',
  });
  return { ...others, definition, ...(Object.keys(remarks).length === 0 ? {} : { remarks }) } as Of;
}

/** What does not hold is left out. */
function put(known: Definition, said: Definition): Definition {
  const all = Object.entries({ ...known, ...said });
  return Object.fromEntries(all.filter(([, value]) => value !== undefined && value !== false));
}
