-- AlterEnum
ALTER TYPE "badge_status" ADD VALUE 'LOST';

-- AlterTable
ALTER TABLE "badges" ADD COLUMN "reported_lost_at" TIMESTAMPTZ(3);
