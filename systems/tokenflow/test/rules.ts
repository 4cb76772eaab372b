import {
  check,
  constraint,
  foreignKey,
  type Rule,
  restrict,
  trigger,
  uniqueIndex,
} from '../../shared/rules.ts';

function checked(title: string, table: string, name: string, set: string): Rule {
  return { title, breaks: `UPDATE "${table}" SET ${set}`, code: check, ...constraint(table, name) };
}

function once(title: string, breaks: string, name: string): Rule {
  return { title, breaks, ...uniqueIndex(name) };
}

function pointsAt(title: string, breaks: string, table: string, name: string): Rule {
  return { title, breaks, code: foreignKey, ...constraint(table, name) };
}

const legacy: readonly Rule[] = [
  once(
    'an initiative has a name of its own',
    `INSERT INTO "Initiative" ("id", "name", "priority") VALUES ('i3', 'Search', 3)`,
    'Initiative_name_key',
  ),
  checked(
    'an initiative has a name',
    'Initiative',
    'Initiative_name_not_blank_check',
    `"name" = ' ' WHERE "id" = 'i1'`,
  ),
  checked('a priority counts from 1', 'Initiative', 'Initiative_priority_positive_check', `"priority" = 0`),
  once(
    'a scenario has a name of its own in its quarter',
    `INSERT INTO "Scenario" ("id", "name", "period") VALUES ('again', 'Baseline', '2026-Q1')`,
    'Scenario_name_period_key',
  ),
  checked(
    'a scenario has a name',
    'Scenario',
    'Scenario_name_not_blank_check',
    `"name" = '' WHERE "id" = 'token'`,
  ),
  ...['2026', '2026-Q5', '1999-Q1', '2026-Q1 '].map((period) =>
    checked(`"${period}" is no quarter`, 'Scenario', 'Scenario_period_check', `"period" = '${period}'`),
  ),
  checked(
    'a scenario is not its own revision',
    'Scenario',
    'Scenario_not_its_own_revision_check',
    `"revisionOfScenarioId" = "id"`,
  ),
  ...[
    `UPDATE "Scenario" SET "planning_mode" = 'TOKEN' WHERE "id" = 'legacy'`,
    `INSERT INTO "Scenario" ("id", "name", "period", "planning_mode") VALUES ('new', 'New', '2026-Q2', 'TOKEN')`,
  ].map((breaks) => ({
    title: `no scenario is moved to tokens while their flag is off: ${breaks.split(' ', 1)[0]}`,
    breaks: `UPDATE "FeatureFlag" SET "enabled" = false; ${breaks}`,
    code: 'TF001',
    ...trigger('Scenario', 'Scenario_token_planning_is_on'),
  })),
  pointsAt(
    'a scenario revises one that is there',
    `UPDATE "Scenario" SET "revisionOfScenarioId" = 'lost' WHERE "id" = 'token'`,
    'Scenario',
    'Scenario_revisionOfScenarioId_fkey',
  ),
  once(
    'a skill is allocated once to an initiative',
    `INSERT INTO "Allocation" ("id", "scenarioId", "initiativeId", "skill", "hours") VALUES ('a2', 'legacy', 'i1', 'Backend', 1)`,
    'Allocation_scenarioId_initiativeId_skill_key',
  ),
  pointsAt(
    'an allocation belongs to a scenario',
    `UPDATE "Allocation" SET "scenarioId" = 'lost'`,
    'Allocation',
    'Allocation_scenarioId_fkey',
  ),
  {
    title: 'an initiative with allocations stays',
    breaks: `DELETE FROM "Initiative" WHERE "id" = 'i1'`,
    code: restrict,
    ...constraint('Allocation', 'Allocation_initiativeId_fkey'),
  },
  checked('an allocation names a skill', 'Allocation', 'Allocation_skill_not_blank_check', `"skill" = ''`),
  checked('hours are not negative', 'Allocation', 'Allocation_hours_not_negative_check', '"hours" = -0.01'),
  once(
    'a scenario has one capacity for a skill',
    `INSERT INTO "CapacityHours" ("id", "scenarioId", "skill", "hours") VALUES ('c2', 'legacy', 'Backend', 1)`,
    'CapacityHours_scenarioId_skill_key',
  ),
  pointsAt(
    'a capacity belongs to a scenario',
    `UPDATE "CapacityHours" SET "scenarioId" = 'lost'`,
    'CapacityHours',
    'CapacityHours_scenarioId_fkey',
  ),
  checked('a capacity names a skill', 'CapacityHours', 'CapacityHours_skill_not_blank_check', `"skill" = ''`),
  checked(
    'a capacity is not negative',
    'CapacityHours',
    'CapacityHours_hours_not_negative_check',
    '"hours" = -1',
  ),
  ...['Token Planning', '1st', ''].map((key) =>
    checked(`"${key}" is no key of a flag`, 'FeatureFlag', 'FeatureFlag_key_check', `"key" = '${key}'`),
  ),
];

const tokens: readonly Rule[] = [
  once(
    'a pool has a name of its own',
    `INSERT INTO "skill_pools" ("id", "name") VALUES ('again', 'qa')`,
    'skill_pools_name_key',
  ),
  ...['QA', 'q a', ''].map((name) =>
    checked(
      `"${name}" is no name of a pool`,
      'skill_pools',
      'skill_pools_name_check',
      `"name" = '${name}' WHERE "id" = 'qa'`,
    ),
  ),
  once(
    'a scenario has one supply of a pool',
    `INSERT INTO "token_supplies" ("id", "scenario_id", "skill_pool_id", "tokens") VALUES ('s2', 'token', 'backend', 1)`,
    'token_supplies_scenario_id_skill_pool_id_key',
  ),
  checked(
    'a supply is not negative',
    'token_supplies',
    'token_supplies_tokens_not_negative_check',
    '"tokens" = -0.0001',
  ),
  pointsAt(
    'a supply is of a pool that is there',
    `UPDATE "token_supplies" SET "skill_pool_id" = 'lost'`,
    'token_supplies',
    'token_supplies_skill_pool_id_fkey',
  ),
  once(
    'an initiative has one demand for a pool',
    `INSERT INTO "token_demands" ("id", "scenario_id", "initiative_id", "skill_pool_id", "tokens_p50") VALUES ('d2', 'token', 'i1', 'backend', 1)`,
    'token_demands_scenario_id_initiative_id_skill_pool_id_key',
  ),
  checked(
    'P50 is not negative',
    'token_demands',
    'token_demands_p50_not_negative_check',
    '"tokens_p50" = -1',
  ),
  checked(
    'P90 is not below P50',
    'token_demands',
    'token_demands_p90_at_least_p50_check',
    '"tokens_p90" = 149.9999',
  ),
  pointsAt(
    'a demand is for a pool that is there',
    `UPDATE "token_demands" SET "skill_pool_id" = 'lost'`,
    'token_demands',
    'token_demands_skill_pool_id_fkey',
  ),
  once(
    'a pool is calibrated once for a day',
    `INSERT INTO "token_calibrations" ("id", "skill_pool_id", "effective_date", "tokens_per_hour") VALUES ('k2', 'backend', '2025-10-01', 2)`,
    'token_calibrations_skill_pool_id_effective_date_key',
  ),
  ...[0, -1].map((value) =>
    checked(
      `an hour is not worth ${value} tokens`,
      'token_calibrations',
      'token_calibrations_tokens_per_hour_positive_check',
      `"tokens_per_hour" = ${value}`,
    ),
  ),
  pointsAt(
    'a calibration is of a pool that is there',
    `UPDATE "token_calibrations" SET "skill_pool_id" = 'lost'`,
    'token_calibrations',
    'token_calibrations_skill_pool_id_fkey',
  ),
];

/** Every rule of the data model that one statement can break. */
export const rules: readonly Rule[] = [...legacy, ...tokens];
