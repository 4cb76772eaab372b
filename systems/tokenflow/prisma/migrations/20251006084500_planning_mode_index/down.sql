DROP INDEX CONCURRENTLY "Scenario_planning_mode_idx";
