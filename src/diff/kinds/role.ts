import type { Definition } from '../../model/schema.ts';
import { quoteLiteral } from '../../postgres/identifier.ts';
import { list } from '../definition.ts';
import type { KindRules } from '../kind.ts';

/** https://www.postgresql.org/docs/18/sql-createrole.html */
export const roleRules: KindRules = {
  rank: 1,
  create: ({ name, definition }) => [`CREATE ROLE ${name}${optionsOf(definition)}`],
  drop: (fact) => [`DROP ROLE ${fact.name}`],
  alter: (before, after) => {
    const [was, is] = [before.definition, after.definition];
    const [old, now] = [list(was, 'attributes'), list(is, 'attributes')];
    const gone = old.filter((attribute) => !now.includes(attribute)).map(opposite);
    const options = optionsOf({
      attributes: [...gone, ...now.filter((attribute) => !old.includes(attribute))],
      connections: was.connections === is.connections ? undefined : (is.connections ?? -1),
      validUntil: was.validUntil === is.validUntil ? undefined : (is.validUntil ?? 'infinity'),
    });
    return options === '' ? [] : [`ALTER ROLE ${after.name}${options}`];
  },
};

function opposite(attribute: string): string {
  return attribute.startsWith('NO') ? attribute.slice(2) : `NO${attribute}`;
}

function optionsOf(definition: Definition): string {
  const { connections, validUntil } = definition;
  return [
    ...list(definition, 'attributes').map((attribute) => ` ${attribute}`),
    connections === undefined ? '' : ` CONNECTION LIMIT ${connections}`,
    validUntil === undefined ? '' : ` VALID UNTIL ${quoteLiteral(String(validUntil))}`,
  ].join('');
}
