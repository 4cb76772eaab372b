-- CreateTable
CREATE TABLE "Observation" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "title" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "dueDate" DATE,

    CONSTRAINT "Observation_pkey" PRIMARY KEY ("id")
);
