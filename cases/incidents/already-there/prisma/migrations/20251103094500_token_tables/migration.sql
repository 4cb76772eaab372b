-- CreateTable
CREATE TABLE "skill_pools" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "skill_pools_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "token_demands" (
    "id" TEXT NOT NULL,
    "scenario_id" TEXT NOT NULL,
    "skill_pool_id" TEXT NOT NULL,
    "tokens_p50" DECIMAL(14,4) NOT NULL,
    "tokens_p90" DECIMAL(14,4),

    CONSTRAINT "token_demands_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "skill_pools_name_key" ON "skill_pools"("name");

-- CreateIndex
CREATE UNIQUE INDEX "token_demands_scenario_id_skill_pool_id_key" ON "token_demands"("scenario_id", "skill_pool_id");

-- CreateIndex
CREATE INDEX "token_demands_skill_pool_id_idx" ON "token_demands"("skill_pool_id");

-- AddForeignKey
ALTER TABLE "token_demands" ADD CONSTRAINT "token_demands_skill_pool_id_fkey" FOREIGN KEY ("skill_pool_id") REFERENCES "skill_pools"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- By hand: what the schema language cannot say.
ALTER TABLE "token_demands" ADD CONSTRAINT "token_demands_p90_at_least_p50_check" CHECK ("tokens_p90" >= "tokens_p50");
