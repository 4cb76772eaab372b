-- Phase 1. Every scenario there is stays in hours: the default says so, and no row is rewritten for it.

-- By hand: behind a waiting lock on "Scenario" every planner waits. Better to fail and try again.
SET lock_timeout = '5s';

-- CreateEnum
CREATE TYPE "PlanningMode" AS ENUM ('LEGACY', 'TOKEN');

-- AlterTable
ALTER TABLE "Scenario" ADD COLUMN     "planning_mode" "PlanningMode" NOT NULL DEFAULT 'LEGACY';
