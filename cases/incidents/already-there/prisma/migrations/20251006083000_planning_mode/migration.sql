-- By hand: behind a waiting lock on "Scenario" every planner waits.
SET lock_timeout = '5s';

-- AlterTable
ALTER TABLE "Scenario" ADD COLUMN     "planning_mode" TEXT NOT NULL DEFAULT 'LEGACY';
