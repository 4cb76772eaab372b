-- Phase 3. New tables only. scenario_id and initiative_id carry no foreign key on purpose: one would lock "Scenario" and
-- "Initiative" while it is added, and hold up deletions there from then on. They are soft references (strata.config.ts).

-- CreateTable
CREATE TABLE "skill_pools" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "skill_pools_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "token_supplies" (
    "id" TEXT NOT NULL,
    "scenario_id" TEXT NOT NULL,
    "skill_pool_id" TEXT NOT NULL,
    "tokens" DECIMAL(14,4) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "token_supplies_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "token_demands" (
    "id" TEXT NOT NULL,
    "scenario_id" TEXT NOT NULL,
    "initiative_id" TEXT NOT NULL,
    "skill_pool_id" TEXT NOT NULL,
    "tokens_p50" DECIMAL(14,4) NOT NULL,
    "tokens_p90" DECIMAL(14,4),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "token_demands_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "token_calibrations" (
    "id" TEXT NOT NULL,
    "skill_pool_id" TEXT NOT NULL,
    "effective_date" DATE NOT NULL,
    "tokens_per_hour" DECIMAL(10,4) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "token_calibrations_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "skill_pools_name_key" ON "skill_pools"("name");

-- CreateIndex
CREATE UNIQUE INDEX "token_supplies_scenario_id_skill_pool_id_key" ON "token_supplies"("scenario_id", "skill_pool_id");

-- CreateIndex
CREATE INDEX "token_supplies_skill_pool_id_idx" ON "token_supplies"("skill_pool_id");

-- CreateIndex
CREATE UNIQUE INDEX "token_demands_scenario_id_initiative_id_skill_pool_id_key" ON "token_demands"("scenario_id", "initiative_id", "skill_pool_id");

-- CreateIndex
CREATE INDEX "token_demands_initiative_id_idx" ON "token_demands"("initiative_id");

-- CreateIndex
CREATE INDEX "token_demands_skill_pool_id_idx" ON "token_demands"("skill_pool_id");

-- CreateIndex
CREATE UNIQUE INDEX "token_calibrations_skill_pool_id_effective_date_key" ON "token_calibrations"("skill_pool_id", "effective_date");

-- AddForeignKey
ALTER TABLE "token_supplies" ADD CONSTRAINT "token_supplies_skill_pool_id_fkey" FOREIGN KEY ("skill_pool_id") REFERENCES "skill_pools"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "token_demands" ADD CONSTRAINT "token_demands_skill_pool_id_fkey" FOREIGN KEY ("skill_pool_id") REFERENCES "skill_pools"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "token_calibrations" ADD CONSTRAINT "token_calibrations_skill_pool_id_fkey" FOREIGN KEY ("skill_pool_id") REFERENCES "skill_pools"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- By hand: what the schema language cannot say.
ALTER TABLE "skill_pools" ADD CONSTRAINT "skill_pools_name_check" CHECK ("name" ~ '^[a-z][a-z0-9-]*$');
ALTER TABLE "token_supplies" ADD CONSTRAINT "token_supplies_tokens_not_negative_check" CHECK ("tokens" >= 0);
ALTER TABLE "token_demands" ADD CONSTRAINT "token_demands_p50_not_negative_check" CHECK ("tokens_p50" >= 0);
ALTER TABLE "token_demands" ADD CONSTRAINT "token_demands_p90_at_least_p50_check" CHECK ("tokens_p90" >= "tokens_p50");
ALTER TABLE "token_calibrations" ADD CONSTRAINT "token_calibrations_tokens_per_hour_positive_check" CHECK ("tokens_per_hour" > 0);
