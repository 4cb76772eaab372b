-- CreateTable
CREATE TABLE "WSOSSection" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "skillId" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "weight" DECIMAL(5,2) NOT NULL,

    CONSTRAINT "WSOSSection_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "WSOSSection_skillId_number_key" ON "WSOSSection"("skillId", "number");

-- AddForeignKey
ALTER TABLE "WSOSSection" ADD CONSTRAINT "WSOSSection_skillId_fkey" FOREIGN KEY ("skillId") REFERENCES "Skill"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
