import { expect, test } from 'vitest';
import { database } from './database.ts';

/** Every column: its type, `?` where it may be null, `=` what it is filled with, `:=` what it always is. */
const columns = `
Allocation.id text
Allocation.scenarioId text
Allocation.initiativeId text
Allocation.skill text
Allocation.hours numeric(10,2)
Allocation.createdAt timestamp(3) with time zone = CURRENT_TIMESTAMP
Allocation.updatedAt timestamp(3) with time zone = CURRENT_TIMESTAMP
CapacityHours.id text
CapacityHours.scenarioId text
CapacityHours.skill text
CapacityHours.hours numeric(10,2)
CapacityHours.createdAt timestamp(3) with time zone = CURRENT_TIMESTAMP
CapacityHours.updatedAt timestamp(3) with time zone = CURRENT_TIMESTAMP
FeatureFlag.key text
FeatureFlag.enabled boolean = false
FeatureFlag.description text
FeatureFlag.createdAt timestamp(3) with time zone = CURRENT_TIMESTAMP
FeatureFlag.updatedAt timestamp(3) with time zone = CURRENT_TIMESTAMP
Initiative.id text
Initiative.name text
Initiative.priority integer
Initiative.createdAt timestamp(3) with time zone = CURRENT_TIMESTAMP
Initiative.updatedAt timestamp(3) with time zone = CURRENT_TIMESTAMP
Scenario.id text
Scenario.name text
Scenario.period text
Scenario.needsReconciliation boolean = false
Scenario.revisionOfScenarioId text?
Scenario.createdAt timestamp(3) with time zone = CURRENT_TIMESTAMP
Scenario.updatedAt timestamp(3) with time zone = CURRENT_TIMESTAMP
Scenario.planning_mode "PlanningMode" = 'LEGACY'::"PlanningMode"
skill_pools.id text
skill_pools.name text
skill_pools.active boolean = true
skill_pools.created_at timestamp(3) with time zone = CURRENT_TIMESTAMP
skill_pools.updated_at timestamp(3) with time zone = CURRENT_TIMESTAMP
token_calibrations.id text
token_calibrations.skill_pool_id text
token_calibrations.effective_date date
token_calibrations.tokens_per_hour numeric(10,4)
token_calibrations.created_at timestamp(3) with time zone = CURRENT_TIMESTAMP
token_calibrations.updated_at timestamp(3) with time zone = CURRENT_TIMESTAMP
token_demands.id text
token_demands.scenario_id text
token_demands.initiative_id text
token_demands.skill_pool_id text
token_demands.tokens_p50 numeric(14,4)
token_demands.tokens_p90 numeric(14,4)?
token_demands.created_at timestamp(3) with time zone = CURRENT_TIMESTAMP
token_demands.updated_at timestamp(3) with time zone = CURRENT_TIMESTAMP
token_supplies.id text
token_supplies.scenario_id text
token_supplies.skill_pool_id text
token_supplies.tokens numeric(14,4)
token_supplies.created_at timestamp(3) with time zone = CURRENT_TIMESTAMP
token_supplies.updated_at timestamp(3) with time zone = CURRENT_TIMESTAMP
`;

test('a column is there or may be missing, and is filled in, as written here', async () => {
  await using db = await database();
  const client = await db.connect();
  const { rows } = await client.query<{ line: string }>(`
    SELECT format('%s.%s %s%s%s', relname, attname, format_type(atttypid, atttypmod),
        CASE WHEN NOT attnotnull THEN '?' END,
        CASE WHEN attgenerated <> '' THEN ' := ' ELSE ' = ' END || pg_get_expr(adbin, adrelid)) AS line
    FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
    LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND attnum > 0 AND NOT attisdropped
    ORDER BY relname COLLATE "C", attnum`);
  expect(rows.map(({ line }) => line)).toEqual(columns.trim().split('\n'));
});

test('a row is known by its id, a flag by its key', async () => {
  await using db = await database();
  const client = await db.connect();
  const { rows } = await client.query(`
    SELECT relname, (SELECT pg_get_constraintdef(c.oid) FROM pg_constraint c WHERE conrelid = t.oid AND contype = 'p') AS key
    FROM pg_class t WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'`);
  const others = rows.filter(({ key }) => key !== 'PRIMARY KEY (id)');
  expect(others).toEqual([{ relname: 'FeatureFlag', key: 'PRIMARY KEY (key)' }]);
});
