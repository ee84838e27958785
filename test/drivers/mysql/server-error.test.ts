import { describe, expect, it } from '@jest/globals';
import { serverError, withoutData } from '../../../src/drivers/mysql/server-error.ts';
import { statementError } from '../../../src/drivers/mysql/statement-error.ts';
import { newDatabase } from './open.ts';
import { statement } from './open.ts';

describe('withoutData', () => {
  it.each([
    ["Duplicate entry 'x' for key 'y' for key 't.PRIMARY'", "Duplicate entry '…' for key 't.PRIMARY'"],
    ["Duplicate entry 'secret\nline' for key 'k'", "Duplicate entry '…' for key 'k'"],
    [
      "Incorrect integer value: 'secret' for column `d`.`t`.`a` at row 1",
      "Incorrect integer value '…' for column `d`.`t`.`a` at row 1",
    ],
    ["Truncated incorrect DOUBLE value: 'secret'", "Truncated incorrect DOUBLE value '…'"],
    ["Incorrect DATE value: 'secret'", "Incorrect DATE value '…'"],
    ["BIGINT UNSIGNED value is out of range in '(`d`.`t`.`a` - 5)'", "BIGINT UNSIGNED value is out of range in '…'"],
    ['Table has no partition for value 17', 'Table has no partition for value …'],
    [
      'Invalid JSON text: "secret" at position 0 in value for column \'t.j\'.',
      'Invalid JSON text: "…" at position 0 in value for column \'t.j\'.',
    ],
    ["Data too long for column 'a' at row 1", "Data too long for column 'a' at row 1"],
    ["Table 'd.t' doesn't exist", "Table 'd.t' doesn't exist"],
  ])('%s', (message, expected) => {
    expect(withoutData(message)).toBe(expected);
  });

  it.each([
    "insert into t values (1, 'secret', null)",
    "insert into t values ('secret', 'x', null)",
    "update t set d = 'secret'",
    "select cast('secret' as date) = d from t where d > 'secret' and 'secret' = 0 and 1 = date_add('secret', interval 1 day)",
    "insert into u (a) values ('secret')",
    "insert into t (id, a) values (7, convert(x'736563726574ff' using utf8mb4))",
    "set session sql_mode = 'secret'",
  ])('hides what the server says of %s', async (sql) => {
    const database = await newDatabase();
    await database.query('create table t (id int primary key, a varchar(20) unique, d date)');
    await database.query("insert into t values (1, 'secret', null), (2, 'x', null)");
    await database.query('create table u (id int auto_increment primary key, a varchar(20) unique)');
    await database.query("insert into u (a) values ('secret')");
    const rows = await database
      .query(`${sql}; show warnings`)
      .catch((error: unknown) => [{ Message: serverError(error).message }]);
    const messages = rows.map((row) => withoutData(String(row['Message'])));
    if (!sql.startsWith('set session')) expect(messages.join()).not.toContain('secret');
  });
});

describe('statementError', () => {
  const context = { statement: statement('x', 2), doing: '', limits: { lockTimeoutMs: 5000, statementTimeoutMs: 0 } };
  it.each([
    [1205, 'HY000', 'Lock wait timeout exceeded', 'LOCK_002'],
    [3572, 'HY000', 'NOWAIT is set', 'LOCK_002'],
    [1213, '40001', 'Deadlock found', 'LOCK_002'],
    [1317, '70100', 'Query execution was interrupted', 'TIME_001'],
    [1969, '70100', 'max_statement_time exceeded', 'TIME_001'],
    [3024, 'HY000', 'maximum statement execution time exceeded', 'TIME_001'],
    [1142, '42000', "SELECT command denied to user 'a'@'h' for table 't'", 'PERM_001'],
    [1044, '42000', "Access denied for user 'a'@'h' to database 'd'", 'PERM_001'],
    [1143, '42000', 'SELECT command denied', 'PERM_001'],
    [1227, '42000', 'Access denied; you need (at least one of) the SUPER privilege(s) for this operation', 'PERM_001'],
    [1114, 'HY000', "The table 't' is full", 'DISK_001'],
    [1021, 'HY000', 'Disk full', 'DISK_001'],
    [1030, 'HY000', 'Got error 28 "No space left on device" from storage engine InnoDB', 'DISK_001'],
    [3, 'HY000', 'Error writing file \'/tmp/x\' (Errcode: 28 "No space left on device")', 'DISK_001'],
    [1030, 'HY000', 'Got error 168 from storage engine', 'SQL_001'],
    [1146, '42S02', "Table 'd.t' doesn't exist", 'SQL_001'],
  ])('%d becomes %s', (errno, sqlState, message, code) => {
    const error = statementError(serverError({ errno, sqlState, sqlMessage: message, code: 'ER' }), context);
    expect(error.code).toBe(code);
    expect(error.details).toMatchObject({ statement: 2, line: 3, sqlState, errno });
    if (errno === 1213) expect(error.details['deadlock']).toBe(true);
    if (errno === 1142) expect(error.fix).toContain("GRANT SELECT ON the object named above TO 'a'@'h'");
  });
});
