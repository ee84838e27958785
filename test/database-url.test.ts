import { describe, expect, it } from '@jest/globals';
import { parseDatabaseUrl } from '../src/database-url.ts';
import type { DatabaseUrl } from '../src/driver.ts';
import { thrownBy } from './support/thrown.ts';

const base = {
  path: '',
  host: 'h',
  port: null,
  user: '',
  password: '',
  database: 'd',
  tls: { mode: 'default', rootCert: null },
} as const;

/** Characters that an address gives a meaning to. */
const NASTY = `p@:/%"'\\#?\n& ;=[]<>|$\`^{}~+ж€😀`;

describe('parseDatabaseUrl', () => {
  const cases: readonly (readonly [string, Partial<DatabaseUrl>])[] = [
    ['postgres://h/d', { scheme: 'postgresql' }],
    ['postgresql://h/d', { scheme: 'postgresql' }],
    ['POSTGRES://h/d', { scheme: 'postgresql' }],
    ['mysql://h/d', { scheme: 'mysql' }],
    ['mariadb://h/d', { scheme: 'mariadb' }],
    ['  postgres://h/d\n', { scheme: 'postgresql' }],
    ['postgres://u@h/d', { scheme: 'postgresql', user: 'u' }],
    ['postgres://u:p@h:5433/d', { scheme: 'postgresql', user: 'u', password: 'p', port: 5433 }],
    ['postgres://u:@h:/d', { scheme: 'postgresql', user: 'u' }],
    ['postgres://u:p@[::1]:5433/d', { scheme: 'postgresql', user: 'u', password: 'p', host: '::1', port: 5433 }],
    ['postgres://u:p@[fe80::1%eth0]/d', { scheme: 'postgresql', user: 'u', password: 'p', host: 'fe80::1%eth0' }],
    ['postgres://%2Fvar%2Frun%2Fpostgresql/d', { scheme: 'postgresql', host: '/var/run/postgresql' }],
    ['postgres://dünen.example/d', { scheme: 'postgresql', host: 'dünen.example' }],
    [
      'postgres://us%40er:p%40%3A%2Fw@h/my%20db',
      { scheme: 'postgresql', user: 'us@er', password: 'p@:/w', database: 'my db' },
    ],
    ['postgres://u:p@h/d/e', { scheme: 'postgresql', user: 'u', password: 'p', database: 'd/e' }],
    ['postgres://h/a@b', { scheme: 'postgresql', database: 'a@b' }],
    ['postgres://u:p@w@h/d', { scheme: 'postgresql', user: 'u', password: 'p@w' }],
    ['postgres://u:p:w@h/d', { scheme: 'postgresql', user: 'u', password: 'p:w' }],
    ['postgres://u:p/w@h/d', { scheme: 'postgresql', user: 'u', password: 'p/w' }],
    ['postgres://u:p?w@h/d', { scheme: 'postgresql', user: 'u', password: 'p?w' }],
    ['postgres://u:p?w=1@h/d', { scheme: 'postgresql', user: 'u', password: 'p?w=1' }],
    ['postgres://u:p#w@h/d', { scheme: 'postgresql', user: 'u', password: 'p#w' }],
    ['postgres://u:p%w@h/d', { scheme: 'postgresql', user: 'u', password: 'p%w' }],
    ['postgres://u:100%@h/d', { scheme: 'postgresql', user: 'u', password: '100%' }],
    ['postgres://u:p%ZZ%4@h/d', { scheme: 'postgresql', user: 'u', password: 'p%ZZ%4' }],
    ['postgres://u:%FF%41@h/d', { scheme: 'postgresql', user: 'u', password: '%FFA' }],
    ['postgres://u:%D0%B6%FF@h/d', { scheme: 'postgresql', user: 'u', password: 'ж%FF' }],
    ['postgres://u:%d0%b6@h/d', { scheme: 'postgresql', user: 'u', password: 'ж' }],
    ['postgres://u:a+b@h/d', { scheme: 'postgresql', user: 'u', password: 'a+b' }],
    ['postgres://u:p\nw@h/d', { scheme: 'postgresql', user: 'u', password: 'p\nw' }],
    [
      'postgres://u:p@w?x@h/d?sslmode=verify-full&sslrootcert=/a@b.pem',
      { scheme: 'postgresql', user: 'u', password: 'p@w?x', tls: { mode: 'verify-full', rootCert: '/a@b.pem' } },
    ],
    ['mysql://h/d?sslmode=disable', { scheme: 'mysql', tls: { mode: 'disable', rootCert: null } }],
    ['mysql://h/d?sslmode=require', { scheme: 'mysql', tls: { mode: 'require', rootCert: null } }],
    ['mysql://h/d?sslmode=verify-ca', { scheme: 'mysql', tls: { mode: 'verify-ca', rootCert: null } }],
    ['postgres://h/d?sslmode=prefer', { scheme: 'postgresql' }],
    ['postgres://h/d?sslmode=allow', { scheme: 'postgresql' }],
    ['postgres://h/d?', { scheme: 'postgresql' }],
    [
      'postgres://h/d?sslrootcert=%2Fetc%2Fmy%20ca.pem',
      { scheme: 'postgresql', tls: { mode: 'default', rootCert: '/etc/my ca.pem' } },
    ],
    ['redis://h', { scheme: 'redis', database: '0' }],
    ['redis://h/3', { scheme: 'redis', database: '3' }],
    ['redis://:p@h:6380/0', { scheme: 'redis', password: 'p', port: 6380, database: '0' }],
    ['rediss://h', { scheme: 'rediss', database: '0', tls: { mode: 'verify-full', rootCert: null } }],
    ['bolt://h', { scheme: 'bolt', database: '' }],
    ['neo4j://h/graph', { scheme: 'neo4j', database: 'graph' }],
    ['neo4j+s://h', { scheme: 'neo4j', database: '', tls: { mode: 'verify-full', rootCert: null } }],
    ['bolt+ssc://h', { scheme: 'bolt', database: '', tls: { mode: 'require', rootCert: null } }],
    [
      'https://h:8443/readyz?x=a@b',
      { scheme: 'https', port: 8443, database: '/readyz?x=a@b', tls: { mode: 'verify-full', rootCert: null } },
    ],
    [
      'http://u:p@h',
      { scheme: 'http', user: 'u', password: 'p', database: '/', tls: { mode: 'disable', rootCert: null } },
    ],
  ];
  it.each(cases)('reads %j', (text, expected) => {
    expect(parseDatabaseUrl(text)).toEqual({ ...base, ...expected });
  });

  it.each([
    ['raw', NASTY],
    ['encoded by encodeURIComponent', encodeURIComponent(NASTY)],
  ])('reads a password of nasty characters, %s', (_, written) => {
    const url = parseDatabaseUrl(`mariadb://us:${written}@db.example.com:3307/shop?sslmode=require`);
    expect(url).toEqual({
      ...base,
      scheme: 'mariadb',
      user: 'us',
      password: NASTY,
      host: 'db.example.com',
      port: 3307,
      database: 'shop',
      tls: { mode: 'require', rootCert: null },
    });
  });

  it.each([
    ['sqlite:app.db', 'app.db'],
    ['sqlite:./data/app.db', './data/app.db'],
    ['sqlite:../app.db', '../app.db'],
    ['sqlite:/abs/app.db', '/abs/app.db'],
    ['sqlite:///abs/app.db', '/abs/app.db'],
    ['sqlite:my data/my app.db', 'my data/my app.db'],
    ['sqlite:данні/база.db', 'данні/база.db'],
    ['sqlite:///данні/моя база.db', '/данні/моя база.db'],
    ['sqlite:100%25.db', '100%25.db'],
    ['sqlite:a@b:c?d#e.db', 'a@b:c?d#e.db'],
    ['SQLite:app.db', 'app.db'],
    ['sqlite:C:\\data\\app.db', 'C:\\data\\app.db'],
    ['sqlite:///C:/data/app.db', 'C:/data/app.db'],
  ])('reads %j as a file', (text, path) => {
    expect(parseDatabaseUrl(text)).toEqual({
      ...base,
      scheme: 'sqlite',
      path,
      host: '',
      database: '',
      tls: { mode: 'disable', rootCert: null },
    });
  });

  const refused: readonly (readonly [string, string])[] = [
    ['', 'The database URL is empty.'],
    ['  \n', 'The database URL is empty.'],
    ['hunter2', 'The database URL does not begin with a known scheme.'],
    ['hunter2:hunter2', 'The database URL does not begin with a known scheme.'],
    ['u:hunter2@h/d', 'The database URL does not begin with a known scheme.'],
    ['Server=h;Password=hunter2', 'The database URL does not begin with a known scheme.'],
    ['mongodb://u:hunter2@h/d', 'The database URL has a scheme that Sluice does not know: mongodb.'],
    ['postgress://u:hunter2@h/d', 'The database URL has a scheme that Sluice does not know: postgress.'],
    ['constructor://u:hunter2@h/d', 'The database URL has a scheme that Sluice does not know: constructor.'],
    ['jdbc:postgresql://u:hunter2@h/d', 'The database URL begins with jdbc:.'],
    ['postgres:u:hunter2@h/d', 'The database URL needs // after postgres:.'],
    ['postgres:///d', 'The database URL names no host.'],
    ['postgres://u:hunter2@/d', 'The database URL names no host.'],
    ['postgres://u:hunter2@h', 'The database URL names no database.'],
    ['mysql://u:hunter2@h/', 'The database URL names no database.'],
    ['mysql://u:hunter2@h/a%00b', 'The database name in the database URL holds a NUL character.'],
    ['postgres://u:hunter2@h:0/d', 'The port in the database URL must be between 1 and 65535, not 0.'],
    ['postgres://u:hunter2@h:65536/d', 'The port in the database URL must be between 1 and 65535, not 65536.'],
    ['postgres://u:hunter2@h:hunter2/d', 'The host or the port in the database URL is not valid.'],
    ['postgres://u:hunter2@a,b/d', 'The host or the port in the database URL is not valid.'],
    ['postgres://u:hunter2@h h/d', 'The host or the port in the database URL is not valid.'],
    ['postgres://u:hunter2@[::1/d', 'The host or the port in the database URL is not valid.'],
    [
      'postgres://u:hunter2@h/d?connect_timeout=3',
      'The database URL has a parameter that Sluice does not know: connect_timeout.',
    ],
    [
      'postgres://u:hunter2@h/d?sslmode=require&ssl=1',
      'The database URL has a parameter that Sluice does not know: ssl.',
    ],
    ['postgres://u@h/d?hunter2', 'The database URL has a parameter that Sluice does not know.'],
    ['postgres://u@h/d?hunter2!=3', 'The database URL has a parameter that Sluice does not know.'],
    [
      'postgres://u:hunter2@h/d?sslmode=on',
      'The parameter sslmode of the database URL must be disable, require, verify-ca or verify-full.',
    ],
    [
      'postgres://u:hunter2@h/d?sslmode=toString',
      'The parameter sslmode of the database URL must be disable, require, verify-ca or verify-full.',
    ],
    ['postgres://u:hunter2@h/d?sslrootcert=', 'The parameter sslrootcert of the database URL is empty.'],
    ['postgres://u:hunter2@h/d?sslmode=require&sslmode=disable', 'The database URL has the parameter sslmode twice.'],
    ['redis://:hunter2@h/shop', 'The path of a Redis URL must be the number of a database, such as /0.'],
    ['sqlite:', 'The database URL names no file.'],
    ['sqlite://', 'The database URL sqlite:// needs an absolute path.'],
    ['sqlite://data/app.db', 'The database URL sqlite:// needs an absolute path.'],
    ['sqlite::memory:', 'The database URL must name a file, not an in-memory database or an SQLite URI.'],
    ['sqlite:file:app.db', 'The database URL must name a file, not an in-memory database or an SQLite URI.'],
    ['sqlite:app.db?mode=ro', 'The database URL has a parameter that sqlite: does not know: mode.'],
    ['sqlite:a\0b', 'The path in the database URL holds a NUL character.'],
  ];
  it.each(refused)('refuses %j', (text, message) => {
    const error = thrownBy(() => parseDatabaseUrl(text));
    expect([error.code, error.message]).toEqual(['CONF_001', message]);
    expect(JSON.stringify([error.message, error.fix, error.details, String(error.cause)])).not.toContain('hunter2');
  });
});
