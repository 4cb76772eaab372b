-- Every plan in hours is lost: this is the first migration, and nothing was there before it.
DROP TABLE "CapacityHours";
DROP TABLE "Allocation";
DROP TABLE "Scenario";
DROP TABLE "Initiative";
