-- CreateTable
CREATE TABLE "WSOSSection" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "skillId" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "weight" DECIMAL(5,2) NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "WSOSSection_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "WSOSSection_skillId_number_key" ON "WSOSSection"("skillId", "number");

-- AddForeignKey
ALTER TABLE "WSOSSection" ADD CONSTRAINT "WSOSSection_skillId_fkey" FOREIGN KEY ("skillId") REFERENCES "Skill"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- By hand: what the schema language cannot say.
ALTER TABLE "WSOSSection" ADD CONSTRAINT "WSOSSection_number_positive_check" CHECK ("number" > 0);
ALTER TABLE "WSOSSection" ADD CONSTRAINT "WSOSSection_weight_positive_check" CHECK ("weight" > 0);
ALTER TABLE "WSOSSection" ADD CONSTRAINT "WSOSSection_title_not_blank_check" CHECK ("title" ~ '\S');

-- The weights of a skill's sections sum to at most 100 percent.
CREATE FUNCTION wsos_weights_within_100() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    skill_code text;
    total numeric;
BEGIN
    -- Writing the skill's row, not only locking it, makes two editors of one skill take turns under every isolation level.
    UPDATE "Skill" SET "updatedAt" = CURRENT_TIMESTAMP WHERE "id" = NEW."skillId" RETURNING "code" INTO skill_code;
    SELECT sum("weight") INTO total FROM "WSOSSection" WHERE "skillId" = NEW."skillId";
    IF total > 100 THEN
        RAISE EXCEPTION 'the sections of skill % weigh % percent together, which is more than 100', skill_code, total
            USING ERRCODE = 'MD003',
                  CONSTRAINT = 'WSOSSection_weights_within_100',
                  TABLE = 'WSOSSection',
                  COLUMN = 'weight',
                  HINT = 'Lower the weight of another section first, or change them all in one statement.';
    END IF;
    RETURN NULL;
END;
$$;

CREATE CONSTRAINT TRIGGER "WSOSSection_weights_within_100"
    AFTER INSERT OR UPDATE OF "weight", "skillId" ON "WSOSSection"
    DEFERRABLE INITIALLY IMMEDIATE
    FOR EACH ROW EXECUTE FUNCTION wsos_weights_within_100();
