create publication case_some;
