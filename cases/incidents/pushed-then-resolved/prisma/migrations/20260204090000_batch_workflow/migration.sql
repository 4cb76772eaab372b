-- CreateTable
CREATE TABLE "DescriptorReview" (
    "id" TEXT NOT NULL,
    "descriptorId" TEXT NOT NULL,
    "batchId" TEXT NOT NULL,
    "submittedAt" TIMESTAMPTZ(3) NOT NULL,
    "comment" TEXT,

    CONSTRAINT "DescriptorReview_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "DescriptorReview_descriptorId_idx" ON "DescriptorReview"("descriptorId");

-- CreateIndex
CREATE INDEX "DescriptorReview_batchId_submittedAt_idx" ON "DescriptorReview"("batchId", "submittedAt");

-- AddForeignKey
ALTER TABLE "DescriptorReview" ADD CONSTRAINT "DescriptorReview_descriptorId_fkey" FOREIGN KEY ("descriptorId") REFERENCES "Descriptor"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
