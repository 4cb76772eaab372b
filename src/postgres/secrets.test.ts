import { expect, test } from 'vitest';
import { maskConnection, maskOption } from './secrets.ts';

test.each([
  ['host=a password=b dbname=c', 'host=a password=*** dbname=c'],
  [`password = 'b c\\' d' host=a`, 'password = *** host=a'],
  ['password=b\\ c\\=d host=a', 'password=*** host=a'],
  [`application_name='no password=b' host=a`, `application_name='no password=b' host=a`],
  [
    'sslpassword=b oauth_client_secret=c scram_client_key=d',
    'sslpassword=*** oauth_client_secret=*** scram_client_key=***',
  ],
  ['sslkey=client.key passfile=.pgpass', 'sslkey=client.key passfile=.pgpass'],
  ['postgresql://u:p@a:5432/d', 'postgresql://u:***@a:5432/d'],
  [
    'postgres://u@a,b/d?sslmode=require&pass%77ord=p&x=y',
    'postgres://u@a,b/d?sslmode=require&pass%77ord=***&x=y',
  ],
  ['postgres:///d?host=/tmp&sslpassword=a', 'postgres:///d?host=/tmp&sslpassword=***'],
  ['', ''],
])('of the connection %s only what is no secret is told', (connection, told) => {
  expect(maskConnection(connection)).toBe(told);
});

test.each([
  ['user=reader', 'user=reader'],
  ['password=a=b', 'password=***'],
  ['password_required=false', 'password_required=false'],
  ['sslkey=client.key', 'sslkey=client.key'],
  ['api_key=a', 'api_key=***'],
])('the option %s is told as %s', (option, told) => {
  expect(maskOption(option)).toBe(told);
});
