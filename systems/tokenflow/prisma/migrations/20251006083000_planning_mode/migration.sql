-- Phase 1. Every scenario there is stays in hours: the default says so, and no row is rewritten for it.

-- CreateEnum
CREATE TYPE "PlanningMode" AS ENUM ('LEGACY', 'TOKEN');

-- AlterTable
ALTER TABLE "Scenario" ADD COLUMN     "planning_mode" "PlanningMode" NOT NULL DEFAULT 'LEGACY';
