-- CreateEnum
CREATE TYPE "DescriptorBatchStatus" AS ENUM ('DRAFT', 'PENDING_REVIEW', 'APPROVED', 'RETURNED');

-- AlterTable
ALTER TABLE "Descriptor" ADD COLUMN     "batchId" UUID,
ADD COLUMN     "batchStatus" "DescriptorBatchStatus",
ADD COLUMN     "submittedAt" TIMESTAMPTZ(3),
ADD COLUMN     "wsosSectionId" UUID;

-- CreateIndex
CREATE INDEX "Descriptor_wsosSectionId_idx" ON "Descriptor"("wsosSectionId");

-- CreateIndex
CREATE INDEX "Descriptor_batchId_idx" ON "Descriptor"("batchId");

-- CreateIndex
CREATE INDEX "Descriptor_batchStatus_submittedAt_idx" ON "Descriptor"("batchStatus", "submittedAt");

-- AddForeignKey
ALTER TABLE "Descriptor" ADD CONSTRAINT "Descriptor_wsosSectionId_fkey" FOREIGN KEY ("wsosSectionId") REFERENCES "WSOSSection"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
