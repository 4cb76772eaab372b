import type { Fact } from '../../model/schema.ts';
import { quoteLiteral } from '../../postgres/identifier.ts';
import { list } from '../definition.ts';
import type { KindRules } from '../kind.ts';

/** https://www.postgresql.org/docs/18/sql-createrole.html */
export const roleRules: KindRules = {
  rank: 1,
  create: (fact) => [`CREATE ROLE ${fact.name}${optionsOf(list(fact.definition, 'attributes'), fact)}`],
  drop: (fact) => [`DROP ROLE ${fact.name}`],
  alter: (before, after) => {
    const [was, is] = [list(before.definition, 'attributes'), list(after.definition, 'attributes')];
    const gone = was.filter((attribute) => !is.includes(attribute)).map(opposite);
    const added = is.filter((attribute) => !was.includes(attribute));
    const cleared: Fact = {
      ...after,
      definition: {
        ...after.definition,
        connections: after.definition.connections ?? -1,
        validUntil: after.definition.validUntil ?? 'infinity',
      },
    };
    return [`ALTER ROLE ${after.name}${optionsOf([...gone, ...added], cleared)}`];
  },
};

function opposite(attribute: string): string {
  return attribute.startsWith('NO') ? attribute.slice(2) : `NO${attribute}`;
}

function optionsOf(attributes: readonly string[], { definition }: Fact): string {
  const { connections, validUntil } = definition;
  return [
    ...attributes.map((attribute) => ` ${attribute}`),
    connections === undefined ? '' : ` CONNECTION LIMIT ${connections}`,
    validUntil === undefined ? '' : ` VALID UNTIL ${quoteLiteral(String(validUntil))}`,
  ].join('');
}
