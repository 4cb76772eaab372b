-- CreateTable
CREATE TABLE "Initiative" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "priority" INTEGER NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Initiative_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Scenario" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "period" TEXT NOT NULL,
    "needsReconciliation" BOOLEAN NOT NULL DEFAULT false,
    "revisionOfScenarioId" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Scenario_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Allocation" (
    "id" TEXT NOT NULL,
    "scenarioId" TEXT NOT NULL,
    "initiativeId" TEXT NOT NULL,
    "skill" TEXT NOT NULL,
    "hours" DECIMAL(10,2) NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Allocation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CapacityHours" (
    "id" TEXT NOT NULL,
    "scenarioId" TEXT NOT NULL,
    "skill" TEXT NOT NULL,
    "hours" DECIMAL(10,2) NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "CapacityHours_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Initiative_name_key" ON "Initiative"("name");

-- CreateIndex
CREATE UNIQUE INDEX "Scenario_name_period_key" ON "Scenario"("name", "period");

-- CreateIndex
CREATE INDEX "Scenario_revisionOfScenarioId_idx" ON "Scenario"("revisionOfScenarioId");

-- CreateIndex
CREATE UNIQUE INDEX "Allocation_scenarioId_initiativeId_skill_key" ON "Allocation"("scenarioId", "initiativeId", "skill");

-- CreateIndex
CREATE INDEX "Allocation_initiativeId_idx" ON "Allocation"("initiativeId");

-- CreateIndex
CREATE UNIQUE INDEX "CapacityHours_scenarioId_skill_key" ON "CapacityHours"("scenarioId", "skill");

-- AddForeignKey
ALTER TABLE "Scenario" ADD CONSTRAINT "Scenario_revisionOfScenarioId_fkey" FOREIGN KEY ("revisionOfScenarioId") REFERENCES "Scenario"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Allocation" ADD CONSTRAINT "Allocation_scenarioId_fkey" FOREIGN KEY ("scenarioId") REFERENCES "Scenario"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Allocation" ADD CONSTRAINT "Allocation_initiativeId_fkey" FOREIGN KEY ("initiativeId") REFERENCES "Initiative"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CapacityHours" ADD CONSTRAINT "CapacityHours_scenarioId_fkey" FOREIGN KEY ("scenarioId") REFERENCES "Scenario"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- By hand: what the schema language cannot say.
ALTER TABLE "Initiative" ADD CONSTRAINT "Initiative_name_not_blank_check" CHECK ("name" ~ '\S');
ALTER TABLE "Initiative" ADD CONSTRAINT "Initiative_priority_positive_check" CHECK ("priority" > 0);
ALTER TABLE "Scenario" ADD CONSTRAINT "Scenario_name_not_blank_check" CHECK ("name" ~ '\S');
-- A quarter: what a calibration is looked up by.
ALTER TABLE "Scenario" ADD CONSTRAINT "Scenario_period_check" CHECK ("period" ~ '^20\d\d-Q[1-4]$');
ALTER TABLE "Scenario" ADD CONSTRAINT "Scenario_not_its_own_revision_check" CHECK ("revisionOfScenarioId" <> "id");
ALTER TABLE "Allocation" ADD CONSTRAINT "Allocation_skill_not_blank_check" CHECK ("skill" ~ '\S');
ALTER TABLE "Allocation" ADD CONSTRAINT "Allocation_hours_not_negative_check" CHECK ("hours" >= 0);
ALTER TABLE "CapacityHours" ADD CONSTRAINT "CapacityHours_skill_not_blank_check" CHECK ("skill" ~ '\S');
ALTER TABLE "CapacityHours" ADD CONSTRAINT "CapacityHours_hours_not_negative_check" CHECK ("hours" >= 0);
