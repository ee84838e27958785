import { expect, it } from '@jest/globals';
import { problemOf, readVersion } from '../../../../src/drivers/mysql/facts/tools.ts';
import { isMariadb, plainVersion } from '../../../../src/drivers/mysql/server-info.ts';

it.each([
  ['mariadb-dump  Ver 10.19 Distrib 10.11.6-MariaDB, for debian-linux-gnu (x86_64)', true, '10.11.6'],
  ['mariadb from 11.4.2-MariaDB, client 15.2 for Linux (x86_64)', true, '11.4.2'],
  ['mysqldump  Ver 8.0.36 for Linux on x86_64 (MySQL Community Server - GPL)', false, '8.0.36'],
  ['mysql  Ver 14.14 Distrib 5.7.44, for Linux (x86_64)', false, '5.7.44'],
])('reads %s', (output, mariadb, version) => {
  expect(readVersion(output)).toEqual({ mariadb, version });
});

it('accepts the server’s own kind, not older', () => {
  const server = { mariadb: true, version: [10, 11, 6] };
  expect(problemOf({ mariadb: true, version: '10.5.1' }, server)).toBeNull();
  expect(problemOf({ mariadb: true, version: '11.4.2' }, server)).toBeNull();
  expect(problemOf({ mariadb: true, version: '5.5.60' }, server)).toMatch(/older/);
  expect(problemOf({ mariadb: false, version: '8.0.36' }, server)).toMatch(/MySQL/);
  expect(problemOf({ mariadb: true, version: '10.11.6' }, { mariadb: false, version: [8, 0, 36] })).toMatch(/MariaDB/);
  expect(problemOf(null, server)).not.toBeNull();
});

it.each([
  ['10.11.6-MariaDB-0+deb12u1', 'Debian 12', true, '10.11.6'],
  ['5.5.5-10.3.39-MariaDB', 'Source', true, '10.3.39'],
  ['8.0.36', 'MySQL Community Server - GPL', false, '8.0.36'],
  ['8.0.35-27', 'Percona Server (GPL)', false, '8.0.35'],
])('tells %s apart', (version, comment, mariadb, plain) => {
  expect(isMariadb(version, comment)).toBe(mariadb);
  expect(plainVersion(version)).toBe(plain);
});
