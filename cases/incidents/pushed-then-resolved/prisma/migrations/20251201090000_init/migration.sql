-- CreateTable
CREATE TABLE "Descriptor" (
    "id" TEXT NOT NULL,
    "code" TEXT NOT NULL,

    CONSTRAINT "Descriptor_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Descriptor_code_key" ON "Descriptor"("code");
