-- Alone in its file, so that it runs outside a transaction and planners go on writing while it builds.
CREATE INDEX CONCURRENTLY "Scenario_planning_mode_idx" ON "Scenario"("planning_mode");
