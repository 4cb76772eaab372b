ALTER TABLE "Descriptor" RENAME COLUMN "score3" TO "excellent";
ALTER TABLE "Descriptor" RENAME COLUMN "score2" TO "good";
ALTER TABLE "Descriptor" RENAME COLUMN "score1" TO "pass";
ALTER TABLE "Descriptor" RENAME COLUMN "score0" TO "belowPass";
