DROP TABLE "Descriptor";
DROP TABLE "QualityIndicator";
DROP TABLE "Skill";
DROP TABLE "User";
DROP TYPE "ReviewStatus";
DROP TYPE "UserRole";
