import type pg from 'pg';
import { describe, expect, test } from 'vitest';
import { type Database, refusal } from './database.ts';

/** One rule that the database holds: a statement that breaks it, who refuses, and how to take the rule away. */
export interface Rule {
  readonly title: string;
  readonly breaks: string;
  /** SQLSTATE; those with letters in front are a system's own. https://www.postgresql.org/docs/18/errcodes-appendix.html */
  readonly code: string;
  /** The `constraint` field of the error. */
  readonly constraint: string;
  readonly without: string;
  /** The words of the refusal, where they matter. */
  readonly message?: string;
}

export const check = '23514';
export const unique = '23505';
export const foreignKey = '23503';
export const restrict = '23001';

/** That a constraint refuses, and how it is dropped. */
export function constraint(table: string, name: string) {
  return { constraint: name, without: `ALTER TABLE "${table}" DROP CONSTRAINT "${name}"` };
}

/** That a unique index refuses, and how it is dropped. */
export function uniqueIndex(name: string) {
  return { code: unique, constraint: name, without: `DROP INDEX "${name}"` };
}

/** That a trigger refuses, under its own name or another, and how it is dropped. */
export function trigger(table: string, name: string, reported = name) {
  return { constraint: reported, without: `DROP TRIGGER "${name}" ON "${table}"` };
}

/** Column -> value as SQL. */
export type Values = Readonly<Record<string, string>>;

/** The statement that inserts one row. */
export function insert(table: string, values: Values): string {
  const names = Object.keys(values).map((name) => `"${name}"`);
  return `INSERT INTO "${table}" (${names.join(', ')}) VALUES (${Object.values(values).join(', ')})`;
}

export interface RuleTests {
  readonly rules: readonly Rule[];
  readonly database: () => Promise<Database>;
  /** Fills the new database with what the statements act on. */
  readonly prepare: (client: pg.Client) => Promise<unknown>;
  /** Constraints, unique indexes and triggers that none of the rules is about, since they refuse nothing or are tested elsewhere. */
  readonly others: readonly string[];
}

/** Tests that each rule is held, by nothing but what holds it, and that no rule of the data model is left out. */
export function testRules({ rules, database, prepare, others }: RuleTests): void {
  describe('the database holds the rule:', () => {
    test.each(rules)('$title ($constraint)', async ({ breaks, code, constraint, without, message }) => {
      await using db = await database();
      const client = await db.connect();
      await prepare(client);
      const words = message === undefined ? {} : { message };
      expect(await refusal(client, breaks)).toMatchObject({ code, constraint, ...words });
      // The same statement passes once the rule is gone: nothing else refuses it, so this test depends on the rule.
      await client.query(without);
      expect(await refusal(client, breaks)).toBeUndefined();
    });

    test('every constraint, unique index and trigger of the data model is covered by a rule', async () => {
      await using db = await database();
      const client = await db.connect();
      const { rows } = await client.query<{ name: string }>(`
        SELECT conname AS name FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype IN ('c', 'f', 'x')
        UNION SELECT relname FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
          WHERE relnamespace = 'public'::regnamespace AND indisunique AND NOT indisprimary
        UNION SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
          WHERE relnamespace = 'public'::regnamespace AND NOT tgisinternal`);
      const removed = rules.map(({ without }) => without).join('\n');
      const uncovered = rows.map(({ name }) => name).filter((name) => !removed.includes(`"${name}"`));
      expect(uncovered.sort()).toEqual([...others].sort());
    });
  });
}
