-- Supplies, demands and calibrations are lost; everything in hours is untouched.
DROP TABLE "token_calibrations";
DROP TABLE "token_demands";
DROP TABLE "token_supplies";
DROP TABLE "skill_pools";
