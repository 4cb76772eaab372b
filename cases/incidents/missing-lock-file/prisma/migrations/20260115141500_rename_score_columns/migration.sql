-- The marking scheme counts points, so the columns are named after them.
ALTER TABLE "Descriptor" RENAME COLUMN "excellent" TO "score3";
ALTER TABLE "Descriptor" RENAME COLUMN "good" TO "score2";
ALTER TABLE "Descriptor" RENAME COLUMN "pass" TO "score1";
ALTER TABLE "Descriptor" RENAME COLUMN "belowPass" TO "score0";
