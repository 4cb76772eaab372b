create conversion case_conv for 'LATIN1' to 'UTF8' from iso8859_1_to_utf8;
comment on conversion case_conv is 'old files';
