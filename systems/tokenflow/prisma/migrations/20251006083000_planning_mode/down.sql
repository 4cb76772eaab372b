-- Which scenarios had moved to tokens cannot come back; their hours are untouched.
ALTER TABLE "Scenario" DROP COLUMN "planning_mode";
DROP TYPE "PlanningMode";
