import type { Fact } from '../../model/schema.ts';
import { changeOwner, giveOwner, list, text } from '../definition.ts';
import type { KindRules } from '../kind.ts';
import { plainRules } from './plain.ts';

/** https://www.postgresql.org/docs/18/sql-createschema.html */
export const schemaRules: KindRules = plainRules(10, (fact) => `CREATE SCHEMA ${fact.name}`, {
  create: (fact) => [`CREATE SCHEMA ${fact.name}`, ...(isAsBorn(fact) ? bornPublic : giveOwner(fact))],
  alter: (before, after) => (isAsBorn(after) ? bornPublic.slice(0, 1) : changeOwner(before, after)),
});

/** The schema `public` as initdb makes it. https://www.postgresql.org/docs/18/ddl-schemas.html#DDL-SCHEMAS-PUBLIC */
const bornPublic = [
  'ALTER SCHEMA public OWNER TO pg_database_owner',
  'GRANT USAGE ON SCHEMA public TO PUBLIC',
  "COMMENT ON SCHEMA public IS 'standard public schema'",
];

function isAsBorn({ name, definition }: Fact): boolean {
  return name === 'public' && definition.owner === undefined;
}

/** https://www.postgresql.org/docs/18/sql-createextension.html */
export const extensionRules: KindRules = {
  rank: 20,
  create: (fact) => [`CREATE EXTENSION ${fact.name} WITH SCHEMA ${homeOf(fact)}`],
  drop: (fact) => [`DROP EXTENSION ${fact.name}`],
  alter: (_before, after) => [`ALTER EXTENSION ${after.name} SET SCHEMA ${homeOf(after)}`],
  after: (fact) => {
    const schema = text(fact.definition, 'schema');
    return schema === undefined ? [] : [`schema:${schema}`];
  },
};

/** Where no schema that is read holds it, the system's own does. */
function homeOf({ definition }: Fact): string {
  return text(definition, 'schema') ?? 'pg_catalog';
}

/** https://www.postgresql.org/docs/18/sql-createstatistics.html */
export const statisticsRules: KindRules = plainRules(720, (fact) => String(fact.definition.source), {
  create: (fact) => {
    const { source, target, owner } = fact.definition;
    return [
      String(source),
      ...(target === undefined ? [] : [`ALTER STATISTICS ${fact.name} SET STATISTICS ${target}`]),
      ...(owner === undefined ? [] : [`ALTER STATISTICS ${fact.name} OWNER TO ${owner}`]),
    ];
  },
  alter: (before, after) => {
    if (before.definition.source !== after.definition.source) return 'replace';
    const { target, owner } = after.definition;
    const statements: string[] = [];
    if (before.definition.target !== target) {
      statements.push(`ALTER STATISTICS ${after.name} SET STATISTICS ${target ?? -1}`);
    }
    if (before.definition.owner !== owner) {
      statements.push(`ALTER STATISTICS ${after.name} OWNER TO ${owner ?? 'CURRENT_USER'}`);
    }
    return statements;
  },
});

/** https://www.postgresql.org/docs/18/sql-createeventtrigger.html */
export const eventTriggerRules: KindRules = {
  rank: 830,
  create: (fact) => {
    const { event, routine, firing, owner } = fact.definition;
    const tags = list(fact.definition, 'tags').map((tag) => `'${tag.replaceAll("'", "''")}'`);
    const when = tags.length === 0 ? '' : ` WHEN TAG IN (${tags.join(', ')})`;
    return [
      `CREATE EVENT TRIGGER ${fact.name} ON ${event}${when} EXECUTE FUNCTION ${routine}()`,
      ...(firing === undefined ? [] : [`ALTER EVENT TRIGGER ${fact.name} ${firing}`]),
      ...(owner === undefined ? [] : [`ALTER EVENT TRIGGER ${fact.name} OWNER TO ${owner}`]),
    ];
  },
  drop: (fact) => [`DROP EVENT TRIGGER ${fact.name}`],
  alter: (before, after) => {
    const { event, routine, tags, firing, owner } = after.definition;
    const was = before.definition;
    if (was.event !== event || was.routine !== routine || String(was.tags) !== String(tags)) return 'replace';
    return [
      ...(was.firing === firing ? [] : [`ALTER EVENT TRIGGER ${after.name} ${firing ?? 'ENABLE'}`]),
      ...(was.owner === owner
        ? []
        : [`ALTER EVENT TRIGGER ${after.name} OWNER TO ${owner ?? 'CURRENT_USER'}`]),
    ];
  },
};
