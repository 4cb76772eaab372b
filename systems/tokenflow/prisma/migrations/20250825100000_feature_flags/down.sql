-- Which features were on cannot come back.
DROP TABLE "FeatureFlag";
