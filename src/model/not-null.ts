import type { Fact } from './schema.ts';

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

/** Whether a NOT NULL comes from parents, be it the table's own as well. */
export function isFromAbove(notNull: NotNull | undefined): notNull is NotNull {
  return notNull !== undefined && notNull.origin !== 'own';
}

/** What there is to say of a column's or domain's NOT NULL; undefined where there is none, which `notNull` of its definition tells. */
export function notNullOf({ definition, remarks }: Fact): NotNull | undefined {
  if (definition.notNull !== true) return undefined;
  const name = definition.notNullName ?? remarks?.notNullName;
  return {
    name: name === undefined ? undefined : String(name),
    origin: (remarks?.notNull ?? 'own') as NotNull['origin'],
    isNoInherit: definition.notNullNoInherit === true,
    isNotValid: definition.notNullNotValid === true,
  };
}
