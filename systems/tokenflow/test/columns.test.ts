import { testColumns } from '../../shared/columns.ts';
import { database } from './database.ts';

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

testColumns({ database, columns, keys: { FeatureFlag: 'key' } });
