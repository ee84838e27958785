import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { SqlSyntax } from '../../src/driver.ts';
import { SluiceError } from '../../src/errors.ts';
import { splitScript, splitStatements } from '../../src/migrations/split.ts';
import { MYSQL, POSTGRESQL, SQLITE } from './syntaxes.ts';

function texts(sql: string, syntax: SqlSyntax): string[] {
  return splitStatements(sql, syntax).map((statement) => statement.text);
}

function problems(sql: string, syntax: SqlSyntax): string[] {
  return splitScript(sql, syntax).problems.map(({ line, sentence }) => `${String(line)}: ${sentence}`);
}

const ALL: readonly [string, SqlSyntax][] = [
  ['sqlite', SQLITE],
  ['postgresql', POSTGRESQL],
  ['mysql', MYSQL],
];

describe.each(ALL)('every dialect: %s', (_name, syntax) => {
  it.each<[string, string, string[]]>([
    ['nothing', '', []],
    ['white space and comments', ' \n\t-- a;\n/* b; */\n', []],
    ['empty statements', ';;\n; select 1;;', ['select 1']],
    ['several', 'select 1; select 2;', ['select 1', 'select 2']],
    ['no last semicolon', 'select 1;\nselect 2\n', ['select 1', 'select 2']],
    ['semicolons in strings', "select ';', 'it''s;'; select 2", ["select ';', 'it''s;'", 'select 2']],
    [
      'comments inside stay',
      'select -- one;\n 1 /* two; */ + 1; select 2',
      ['select -- one;\n 1 /* two; */ + 1', 'select 2'],
    ],
    ['comments around go', '-- head\nselect 1 -- tail\n; /* gap */ select 2 -- end', ['select 1', 'select 2']],
    ['a comment that closes at once', 'select 1 /**/ + 1; select 2', ['select 1 /**/ + 1', 'select 2']],
    ['empty strings', "select '', ''; select '' || ';'", ["select '', ''", "select '' || ';'"]],
    ['no comment in a string', "select '-- no', '/* no'; select 2", ["select '-- no', '/* no'", 'select 2']],
    ['no string in a comment', "-- don't\nselect 1; /* don't */ select 2", ['select 1', 'select 2']],
    ['CRLF', 'select\r\n1;\r\nselect 2;\r\n', ['select\n1', 'select 2']],
    ['CRLF in strings', "select 'a\r\nb';", ["select 'a\nb'"]],
    ['a byte order mark', '\uFEFFselect 1;', ['select 1']],
    [
      'letters of other scripts',
      "insert into таблица values ('значение; ещё');",
      ["insert into таблица values ('значение; ещё')"],
    ],
    [
      'names that contain keywords',
      'select begin_at, endless, casework from t; select 2',
      ['select begin_at, endless, casework from t', 'select 2'],
    ],
    [
      'plain CREATE TABLE with CASE',
      'create table t (a int check (case when a > 1 then 1 else 0 end = 0)); select 2',
      ['create table t (a int check (case when a > 1 then 1 else 0 end = 0))', 'select 2'],
    ],
    [
      'BEGIN and END as transaction control',
      'begin; select 1; end; select 2',
      ['begin', 'select 1', 'end', 'select 2'],
    ],
  ])('%s', (_title, sql, expected) => {
    expect(texts(sql, syntax)).toEqual(expected);
  });

  it('numbers statements and lines, by the first token', () => {
    const sql = '\uFEFF-- head\r\n\r\n  select 1;\r\n/* a\r\n b */ select\r\n 2; select 3;\r\n';
    expect(splitStatements(sql, syntax).map(({ index, line, text }) => [index, line, text])).toEqual([
      [0, 3, 'select 1'],
      [1, 5, 'select\n 2'],
      [2, 6, 'select 3'],
    ]);
  });

  it('counts lines from where a section starts', () => {
    expect(splitScript('\nselect 1', syntax, 10).statements[0]?.line).toBe(11);
  });

  it('hashes the text', () => {
    const [statement] = splitStatements('select 1 ;', syntax);
    expect(statement?.hash).toBe(createHash('sha256').update('select 1').digest('hex'));
  });

  it.each([
    ['a string', "select 1;\nselect 'a;\n;", '2: The string that starts here is never closed.'],
    ['a comment', 'select 1;\n\n/* a;', '3: The comment that starts here is never closed.'],
  ])('reports %s that never ends', (_title, sql, expected) => {
    expect(problems(sql, syntax)).toEqual([expected]);
  });

  it('throws CONF_001 with the line', () => {
    let thrown: unknown;
    try {
      splitStatements("\nselect 'a", syntax);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(SluiceError);
    expect(thrown).toMatchObject({ code: 'CONF_001', message: 'line 2: The string that starts here is never closed.' });
  });
});

describe('sqlite', () => {
  const trigger = `CREATE TEMP TRIGGER t AFTER INSERT ON a WHEN NEW.x > 1 BEGIN
    UPDATE a SET x = CASE WHEN x > 1 THEN 2 ELSE 3 END;
    INSERT INTO log VALUES ('; END;');
    SELECT "end"; -- ; end;
  END`;

  it.each<[string, string, string[]]>([
    ['triggers', `${trigger}; select 1`, [trigger, 'select 1']],
    ['a trigger at the end of the file', `select 1; ${trigger}`, ['select 1', trigger]],
    [
      'comments before END',
      'create trigger t insert on a begin select 1; /* x */ end /* y */; select 2',
      ['create trigger t insert on a begin select 1; /* x */ end', 'select 2'],
    ],
    [
      'CASE … END right before a semicolon',
      'create trigger t insert on a begin select case when 1 then 2 end; end; select 2',
      ['create trigger t insert on a begin select case when 1 then 2 end; end', 'select 2'],
    ],
    [
      'columns named end',
      'create trigger t insert on a begin select "x", end from a; end; select 2',
      ['create trigger t insert on a begin select "x", end from a; end', 'select 2'],
    ],
    ['drop trigger', 'drop trigger t; select 2', ['drop trigger t', 'select 2']],
    ['tables named trigger', 'create table "trigger" (a); select 2', ['create table "trigger" (a)', 'select 2']],
    [
      'every quote for names',
      'select [a;b], `c;d`, "e;f", "g"";", `h``;`; select 2',
      ['select [a;b], `c;d`, "e;f", "g"";", `h``;`', 'select 2'],
    ],
    ['backslashes are plain', "select '\\'; select 2", ["select '\\'", 'select 2']],
    ['in names too', 'select "\\", `\\`, [\\]; select 2', ['select "\\", `\\`, [\\]', 'select 2']],
    ['comments do not nest', 'select 1 /* /* */; select 2', ['select 1', 'select 2']],
    ['dash comments need no space', 'select 1 --;\n;--x;\nselect 2', ['select 1', 'select 2']],
    ['a semicolon in parentheses ends', 'select (1; select 2', ['select (1', 'select 2']],
    ['parameters', 'select $a, :b, @c, ?1; select 2', ['select $a, :b, @c, ?1', 'select 2']],
    ['dollars do not quote', 'select $$; select $$', ['select $$', 'select $$']],
    ['E is a mere word', "select e'\\'; select 2", ["select e'\\'", 'select 2']],
  ])('%s', (_title, sql, expected) => {
    expect(texts(sql, SQLITE)).toEqual(expected);
  });

  it.each([
    [
      'a trigger without END',
      'select 1;\ncreate trigger t insert on a begin select 1; select 2;',
      '2: The body of this statement is never closed: an END is missing.',
    ],
    ['a bracket', 'select [a', '1: The quoted identifier that starts here is never closed.'],
    ['a double quote', 'select "a', '1: The quoted identifier that starts here is never closed.'],
  ])('reports %s', (_title, sql, expected) => {
    expect(problems(sql, SQLITE)).toEqual([expected]);
  });
});

describe('postgresql', () => {
  const atomic = `CREATE OR REPLACE FUNCTION f(a int, out "end" int) RETURNS int LANGUAGE sql
  BEGIN ATOMIC
    SELECT CASE WHEN a > 1 THEN CASE a WHEN 2 THEN 3 END ELSE 4 END AS end;
    SELECT t.end FROM t;
  END`;

  it.each<[string, string, string[]]>([
    ['dollar quotes', 'do $$ begin; end $$; select 2', ['do $$ begin; end $$', 'select 2']],
    [
      'tags',
      'select $a$ ; $b$ ; $$ ; $a$, $_1$;$_1$; select 2',
      ['select $a$ ; $b$ ; $$ ; $a$, $_1$;$_1$', 'select 2'],
    ],
    ['tags are exact', 'select $a$ ; $A$ ; $aa$ ; $a$; select 2', ['select $a$ ; $A$ ; $aa$ ; $a$', 'select 2']],
    ['tags in other scripts', 'select $тег$ ; $тег$; select 2', ['select $тег$ ; $тег$', 'select 2']],
    ['dollars inside dollar quotes', 'select $$ $1 $a $ ; $$; select 2', ['select $$ $1 $a $ ; $$', 'select 2']],
    ['a dollar inside a name', 'select a$b$ from c$d$; select a$b$', ['select a$b$ from c$d$', 'select a$b$']],
    ['parameters', 'prepare p as select $1, $2; select 2', ['prepare p as select $1, $2', 'select 2']],
    ['a quote behind a parameter', 'select $1$$;$$; select 2', ['select $1$$;$$', 'select 2']],
    ['a quote behind a number', 'select 1$$;$$; select 2', ['select 1$$;$$', 'select 2']],
    ['strings in dollar quotes', "do $$ it's; $$; select 2", ["do $$ it's; $$", 'select 2']],
    ['plain strings keep backslashes', "select '\\'; select 2", ["select '\\'", 'select 2']],
    ['names keep backslashes', 'select "\\"; select 2', ['select "\\"', 'select 2']],
    ['E strings', "select E'\\';', e'a''\\';'; select 2", ["select E'\\';', e'a''\\';'", 'select 2']],
    ['a name that ends in e', "select type'\\'; select 2", ["select type'\\'", 'select 2']],
    ['continued E strings', "select E'a' \n -- c'\n '\\';'; select 2", ["select E'a' \n -- c'\n '\\';'", 'select 2']],
    ['strings on one line do not continue', "select E'a' '\\'; select 2", ["select E'a' '\\'", 'select 2']],
    ['unicode strings', `select U&'\\0041;', U&"d\\0061;"; select 2`, [`select U&'\\0041;', U&"d\\0061;"`, 'select 2']],
    ['nested comments', 'select /* a /* ; */ ; */ 1; select 2', ['select /* a /* ; */ ; */ 1', 'select 2']],
    ['operators that hold a comment', 'select 5*/*;*/2; select 1--;\n+1', ['select 5*/*;*/2', 'select 1--;\n+1']],
    ['a carriage return ends a comment', 'select 1 -- a\r; select 2', ['select 1', 'select 2']],
    [
      'backticks and brackets are no quotes',
      'select a[1], b[2:3]; select `; select 2',
      ['select a[1], b[2:3]', 'select `', 'select 2'],
    ],
    [
      'rules',
      'create rule r as on insert to t do also (select 1; select 2); select 3',
      ['create rule r as on insert to t do also (select 1; select 2)', 'select 3'],
    ],
    ['atomic bodies', `${atomic}; select 2`, [atomic, 'select 2']],
    [
      'an atomic procedure',
      'create procedure p() begin atomic insert into a values (1); end; select 2',
      ['create procedure p() begin atomic insert into a values (1); end', 'select 2'],
    ],
    [
      'an empty atomic body',
      'create procedure p() begin atomic end; select 2',
      ['create procedure p() begin atomic end', 'select 2'],
    ],
    [
      'dollar-quoted functions',
      'create function f() returns int as $$ begin return 1; end $$ language plpgsql; select 2',
      ['create function f() returns int as $$ begin return 1; end $$ language plpgsql', 'select 2'],
    ],
    ['# is an operator', "select '{}' #> '{a}'; select 2", ["select '{}' #> '{a}'", 'select 2']],
    ['executable comments are comments', '/*! select 1; */ select 2', ['select 2']],
    ['COPY TO STDOUT', 'copy t to stdout; select 2', ['copy t to stdout', 'select 2']],
    [
      'COPY of a query that names stdin',
      'copy (select 1 from stdin) to stdout; select 2',
      ['copy (select 1 from stdin) to stdout', 'select 2'],
    ],
    [
      'DELIMITER is no command',
      "copy t to stdout\ndelimiter ';'; select 2",
      ["copy t to stdout\ndelimiter ';'", 'select 2'],
    ],
  ])('%s', (_title, sql, expected) => {
    expect(texts(sql, POSTGRESQL)).toEqual(expected);
  });

  describe('COPY … FROM STDIN', () => {
    it('takes the rows as they are', () => {
      const sql = "COPY public.t (a, b) FROM stdin;\n1\tit's; $$\n2\t\\N\n\\.\n\nselect 2;";
      expect(splitStatements(sql, POSTGRESQL)).toMatchObject([
        { line: 1, text: 'COPY public.t (a, b) FROM stdin', copyData: "1\tit's; $$\n2\t\\N\n" },
        { line: 6, text: 'select 2' },
      ]);
    });

    it('hashes text and rows', () => {
      const [statement] = splitStatements('copy t from stdin;\na\n\\.\n', POSTGRESQL);
      expect(statement?.hash).toBe(createHash('sha256').update('copy t from stdin\na\n').digest('hex'));
    });

    it.each<[string, string, string]>([
      ['no rows', 'copy t from stdin;\n\\.', ''],
      ['CRLF', 'copy t from stdin;\r\na\r\nb\r\n\\.\r\nselect 1', 'a\nb\n'],
      [
        'options and a comment on the line',
        "copy t from stdin with (format csv, delimiter ';'); -- rows\na;b\n\\.\n",
        'a;b\n',
      ],
      ['\\. inside a line', 'copy t from stdin;\na\\.\n\\.b\n\\.\n', 'a\\.\n\\.b\n'],
    ])('%s', (_title, sql, rows) => {
      expect(splitStatements(sql, POSTGRESQL)[0]?.copyData).toBe(rows);
    });

    it.each([
      [
        'rows that never end',
        'select 1;\ncopy t from stdin;\na\nb\n',
        '2: The rows of this COPY … FROM STDIN never end: a line with \\. alone closes them.',
      ],
      [
        'no terminator',
        'copy t from stdin',
        '1: This COPY … FROM STDIN has no rows: a ; ends it, the rows follow, and \\. closes them.',
      ],
      [
        'a statement on the same line',
        'copy t from stdin; select 1;\n\\.\n',
        '1: Nothing may follow COPY … FROM STDIN on its line: its rows start on the next one.',
      ],
    ])('reports %s', (_title, sql, expected) => {
      expect(problems(sql, POSTGRESQL)).toEqual([expected]);
    });
  });

  it.each([
    [
      'psql commands',
      '\\connect other\nselect 1;\n  \\i file.sql',
      [
        '1: \\connect is a command of psql, not SQL: take it out, or write what it does as SQL.',
        '3: \\i is a command of psql, not SQL: take it out, or write what it does as SQL.',
      ],
    ],
    [
      'psql commands with quotes',
      "\\echo it's\nselect 1;",
      ['1: \\echo is a command of psql, not SQL: take it out, or write what it does as SQL.'],
    ],
    [
      'a psql terminator',
      'select 1 \\gexec\n',
      ['1: \\gexec is a command of psql, not SQL: take it out, or write what it does as SQL.'],
    ],
    ['a stray \\.', '\\.\n', ['1: \\. is a command of psql, not SQL: take it out, or write what it does as SQL.']],
    ['a dollar quote', 'select 1;\ndo $x$\n;$$', ['2: The dollar-quoted string that starts here is never closed.']],
    [
      'an atomic body',
      'create function f() returns int begin atomic select 1; select 2;',
      ['1: The body of this statement is never closed: an END is missing.'],
    ],
    ['an E string closed by nothing', "select E'a\\';", ['1: The string that starts here is never closed.']],
    ['a nested comment', '/* /* */', ['1: The comment that starts here is never closed.']],
  ])('reports %s', (_title, sql, expected) => {
    expect(problems(sql, POSTGRESQL)).toEqual(expected);
  });

  it('bounds the problems of a file that is no SQL', () => {
    expect(problems('\\x\n'.repeat(1000), POSTGRESQL)).toHaveLength(50);
  });
});

describe('mysql', () => {
  it.each<[string, string, string[]]>([
    ['backslashes escape', `select '\\';', "\\";", 'a\\\\'; select 2`, [`select '\\';', "\\";", 'a\\\\'`, 'select 2']],
    ['but not in names', 'select `a\\`; select 2', ['select `a\\`', 'select 2']],
    [
      'doubled quotes',
      `select "a"";", 'b'';', \`c\`\`;\`; select 2`,
      [`select "a"";", 'b'';', \`c\`\`;\``, 'select 2'],
    ],
    ['# comments', "# don't;\nselect 1 # ;\n; select 2", ['select 1', 'select 2']],
    ['-- needs a space', 'select 5--3; select 2 -- ;\n', ['select 5--3', 'select 2']],
    ['-- at the end of a line or of the file', 'select 1 --\n; select 2 --', ['select 1', 'select 2']],
    [
      'executable comments are statements',
      '/*!40101 SET NAMES utf8 */; /*M!100100 select 1; select 3 */; select 2',
      ['/*!40101 SET NAMES utf8 */', '/*M!100100 select 1; select 3 */', 'select 2'],
    ],
    [
      'comments and strings inside executable comments',
      "/*! select '*/;' /* ; */ ; */; select 2",
      ["/*! select '*/;' /* ; */ ; */", 'select 2'],
    ],
    [
      'executable comments inside',
      'create table t (a int) /*!50100 engine=innodb */ comment=";"; select 2',
      ['create table t (a int) /*!50100 engine=innodb */ comment=";"', 'select 2'],
    ],
    ['empty executable comments', '/*!50001 */; select 2', ['select 2']],
    ['hints', 'select /*+ no_icp(t) */ 1; select 2', ['select /*+ no_icp(t) */ 1', 'select 2']],
    ['\\G is left alone', 'select 1\\G\nselect 2;', ['select 1\\G\nselect 2']],
    ['user variables', "set @a = 1; select @`b;c`, @'d;e'", ['set @a = 1', "select @`b;c`, @'d;e'"]],
    [
      'IF functions',
      "select if(1, ';', 2), repeat('a', 3); select case when 1 then 2 end; drop table if exists t",
      ["select if(1, ';', 2), repeat('a', 3)", 'select case when 1 then 2 end', 'drop table if exists t'],
    ],
    ['BEGIN WORK', 'begin work; select 1; commit', ['begin work', 'select 1', 'commit']],
    [
      'names of columns',
      'create table t (begin int, end int); insert into t (begin, end) values (1, 2); select begin, end from t',
      ['create table t (begin int, end int)', 'insert into t (begin, end) values (1, 2)', 'select begin, end from t'],
    ],
  ])('%s', (_title, sql, expected) => {
    expect(texts(sql, MYSQL)).toEqual(expected);
  });

  describe('DELIMITER', () => {
    it.each<[string, string, string[]]>([
      [
        'changes the terminator',
        'DELIMITER //\nselect 1; select 2//\nselect 3//\nDELIMITER ;\nselect 4; select 5;',
        ['select 1; select 2', 'select 3', 'select 4', 'select 5'],
      ],
      [
        'in any case, indented, with CRLF',
        '  delimiter $$\r\nselect 1; select 2$$\r\n\tDelimiter ;\r\nselect 3;',
        ['select 1; select 2', 'select 3'],
      ],
      [
        'right behind END',
        'delimiter $$\ncreate procedure p() begin select 1; end$$\ndelimiter ;',
        ['create procedure p() begin select 1; end'],
      ],
      ['behind a number', 'delimiter $$\nselect 1$$\nselect 2$$', ['select 1', 'select 2']],
      [
        'doubled semicolons',
        'delimiter ;;\nselect 1; select 2;;\ndelimiter ;\nselect 3',
        ['select 1; select 2', 'select 3'],
      ],
      [
        'a word',
        'delimiter go\nselect category, going from gopher go\nselect 2 go\n',
        ['select category, going from gopher', 'select 2'],
      ],
      ['quoted', "delimiter '//'\nselect 1//\n", ['select 1']],
      ['that looks like a comment', 'delimiter #\nselect 1# select 2#\n', ['select 1', 'select 2']],
      [
        'in strings and comments it counts for nothing',
        "delimiter //\nselect '//', 1 /* // */ -- //\n//",
        ["select '//', 1"],
      ],
      [
        'of mysqldump',
        'DELIMITER ;;\n/*!50003 CREATE*/ /*!50017 DEFINER=`a`@`b`*/ /*!50003 TRIGGER t BEFORE INSERT ON x FOR EACH ROW BEGIN SET NEW.a = 1; END */;;\nDELIMITER ;',
        [
          '/*!50003 CREATE*/ /*!50017 DEFINER=`a`@`b`*/ /*!50003 TRIGGER t BEFORE INSERT ON x FOR EACH ROW BEGIN SET NEW.a = 1; END */',
        ],
      ],
      [
        'not where it is a column',
        'create table t (\ndelimiter char(1)\n); select 2',
        ['create table t (\ndelimiter char(1)\n)', 'select 2'],
      ],
      ['not in the middle of a line', 'select 1; delimiter //\n', ['select 1', 'delimiter //']],
      ['text below that is no statement', 'delimiter //\nselect 1//\n-- end\n', ['select 1']],
    ])('%s', (_title, sql, expected) => {
      expect(texts(sql, MYSQL)).toEqual(expected);
    });

    it('counts lines across it', () => {
      const sql = '\nDELIMITER //\nselect 1;\nselect 2//\nDELIMITER ;\nselect 3;';
      expect(splitStatements(sql, MYSQL).map(({ line }) => line)).toEqual([3, 6]);
    });

    it.each([
      [
        'a missing end',
        '\nDELIMITER //\nselect 1;\nselect 2;\n',
        ['2: The text below DELIMITER // does not end with //.'],
      ],
      ['no argument', 'DELIMITER\nselect 1;', ['1: DELIMITER needs a text without a backslash behind it.']],
      ['a backslash', 'DELIMITER \\\nselect 1;', ['1: DELIMITER needs a text without a backslash behind it.']],
      [
        'an unended statement above',
        'select 1\nDELIMITER //\nselect 2//',
        ['2: The statement before this DELIMITER line is not ended by ;.'],
      ],
    ])('reports %s', (_title, sql, expected) => {
      expect(problems(sql, MYSQL)).toEqual(expected);
    });
  });

  describe('bodies without DELIMITER', () => {
    it.each<[string, string]>([
      ['a procedure', 'CREATE PROCEDURE p() BEGIN SELECT 1; SELECT 2; END'],
      ['nested blocks', 'create procedure p() begin begin select 1; end; begin end; select 2; end'],
      ['labels', 'create procedure p() main: begin leave main; end main'],
      ['quoted labels', 'create procedure p() `main`: begin `l`: loop leave `l`; end loop `l`; end'],
      [
        'OR REPLACE, DEFINER, IF NOT EXISTS',
        "create or replace definer='a;b'@'%' procedure if not exists d.p(in a int, out b enum(';')) begin select 1; end",
      ],
      ['a bare definer', 'create definer=root@localhost function f() returns int begin return 1; end'],
      ['a definer with an address', 'create definer = root@127.0.0.1 function f() returns int begin return 1; end'],
      [
        'CURRENT_USER',
        'create definer = current_user() trigger t before insert on a for each row begin set new.a = 1; end',
      ],
      [
        'characteristics',
        "create function f(a int) returns varchar(10) character set utf8mb4 collate utf8mb4_bin not deterministic reads sql data sql security invoker comment 'begin;' begin return 1; end",
      ],
      ['types named like statements', "create function f() returns set('a','b') deterministic begin return 1; end"],
      ['TYPE OF', 'create function f() returns type of t.begin deterministic begin return 1; end'],
      [
        'IF statements',
        'create procedure p() begin if a > 1 then select 1; elseif a > 2 then select 2; else select 3; end if; end',
      ],
      ['IF as the body', 'create procedure p(a int) if a > 1 then select 1; else select 2; end if'],
      [
        'IF functions inside',
        'create procedure p() begin set a = if(b, 1, 2); do if(a, 1, 2); return if(a, 1, 2); drop table if exists t; if if(a, 1, 2) then select if(1, 2, 3); end if; end',
      ],
      [
        'IF with EXISTS',
        'create procedure p() begin if exists (select 1) then select 1; end if; if not exists (select 1) then select 1; end if; end',
      ],
      [
        'CASE statements',
        'create procedure p() begin case a when 1 then select 1; when 2 then begin select 2; end; else begin end; end case; select 2; end',
      ],
      [
        'CASE expressions',
        'create procedure p() begin set a = case b when 1 then 2 else case when 1 then 3 end end; select case when 1 then if(1, 2, 3) end; end',
      ],
      [
        'a CASE in the condition of a CASE',
        'create procedure p() begin case case a when 1 then 2 end when 2 then select 1; end case; end',
      ],
      [
        'loops',
        'create procedure p() begin l: loop leave l; end loop l; while a < 1 do set a = a + 1; end while; repeat set a = 1; until a > case when 1 then 0 end end repeat; end',
      ],
      [
        'loops behind an END of CASE',
        'create procedure p() begin while case a when 1 then 2 end do select 1; end while; while case a when 1 then 2 end loop select 1; end loop; select 2; end',
      ],
      [
        'REPEAT as a function',
        "create procedure p() begin select repeat('a', 3); repeat select 1; until true end repeat; end",
      ],
      [
        'INSERT() and REPLACE()',
        "create procedure p() begin select insert('a', 1, 1, 'b'), replace('a', 'b', 'c'); end",
      ],
      [
        'FOR loops',
        'create procedure p() begin for i in 1..3 do select i; end for; for r in (select 1 as a) do select r.a; end for; select 1 for update; end',
      ],
      [
        'handlers',
        "create procedure p() begin declare exit handler for sqlexception, not found, sqlstate value '23000', 1051, cond begin rollback; end; declare continue handler for sqlwarning set a = 1; declare continue handler for 1062 if a then set b = 1; end if; start transaction; commit; end",
      ],
      [
        'cursors',
        'create procedure p() begin declare c cursor for select end, begin from t; declare done int default 0; open c; fetch c into a; close c; end',
      ],
      [
        'columns named begin and end',
        'create procedure p() begin select begin, end from t where t.end > begin and @end = 1; update t set end = 1, begin = 2; end',
      ],
      ['variables named end in CASE', 'create procedure p() begin set a = case when @end then t.end end; end'],
      ['transactions inside', 'create procedure p() begin start transaction; insert into t values (1); commit; end'],
      ['triggers', 'create trigger t after update on a for each row begin insert into b values (old.x); end'],
      ['triggers in order', 'create trigger t before delete on a for each row follows `u` begin select 1; end'],
      [
        'a trigger with IF as its body',
        'create trigger t before insert on a for each row if new.a is null then set new.a = 1; end if',
      ],
      [
        'events',
        "create event e on schedule every 1 day starts '2020-01-01' on completion not preserve disable comment 'do begin' do begin delete from t; end",
      ],
      ['altered events', 'alter event e do begin select 1; end'],
      ['BEGIN NOT ATOMIC', 'begin not atomic declare a int default 1; select a; end'],
      ['IF outside programs', 'if 1 then select 1; select 2; end if'],
      ['comments and strings', "create procedure p() begin -- end;\n select 'end;' /* end; */; # end;\n end"],
      ['executable comments', 'create /*!50017 definer=`a`@`b` */ procedure p() begin select 1; end'],
      [
        'Oracle mode',
        'create procedure p(a in int) as x int := 1; y int; begin x := 2; if x then null; elsif y then null; end if; while x < 3 loop x := x + 1; end loop; exception when others then select 1; end',
      ],
      ['Oracle functions', 'create or replace function f(a int) return varchar(10) is begin return 1; end f'],
      ['Oracle labels', 'create procedure p as begin <<l>> loop exit l; end loop; <<m>> begin null; end; end'],
      ['packages', 'create package p as procedure a(x int); function b return int; end'],
      [
        'package bodies',
        'create or replace package body p as v int := 1; procedure a(x int) as y int; begin select 1; end; function b return int is begin return 1; end b; begin v := 2; end p',
      ],
      ['anonymous blocks', 'declare x int; begin select 1; end'],
      ['blocks without declarations', 'begin select 1; select 2; end'],
      [
        'CREATE AGGREGATE FUNCTION',
        'create aggregate function f(x int) returns int begin declare continue handler for not found return 1; loop fetch group next row; end loop; end',
      ],
    ])('%s', (_title, program) => {
      expect(texts(`select 0; ${program}; select 9`, MYSQL)).toEqual(['select 0', program, 'select 9']);
      expect(texts(`select 0; ${program}`, MYSQL)).toEqual(['select 0', program]);
      expect(texts(`DELIMITER //\nselect 0// ${program}// select 9//`, MYSQL)).toEqual([
        'select 0',
        program,
        'select 9',
      ]);
    });

    it.each<[string, string]>([
      ['a plain body', 'create procedure p() select 1'],
      ['RETURN', 'create function f(a int) returns int deterministic return a + case when a then 1 else 2 end'],
      ['SET', 'create trigger t before insert on a for each row set new.x = if(new.x, 1, 2)'],
      ['INSERT', 'create trigger t after insert on a for each row insert into b (begin, end) values (1, 2)'],
      ['a loadable function', "create function f returns string soname 'begin.so'"],
      ['an event with one statement', 'create event e on schedule at now() do delete from t'],
      ['no body', 'alter event e disable'],
      ['views with a definer', 'create definer=`a`@`b` sql security invoker view v as select begin from t'],
      ['drops', 'drop procedure if exists p'],
      ['tables', 'create table if not exists function_begin (a int)'],
    ])('%s ends at its semicolon', (_title, statement) => {
      expect(texts(`${statement}; select 9; select 10`, MYSQL)).toEqual([statement, 'select 9', 'select 10']);
    });

    it('reports a body that never ends', () => {
      expect(problems('select 1;\n\ncreate procedure p() begin if a then select 1; end;', MYSQL)).toEqual([
        '3: The body of this statement is never closed: an END is missing.',
      ]);
    });
  });

  it('reports an executable comment that never ends', () => {
    expect(problems('select 1;\n/*!50001 select 1;', MYSQL)).toEqual([
      '2: This statement holds a /*! comment that is never closed.',
    ]);
  });
});

it.each([
  ['sqlite', SQLITE],
  ['postgresql', POSTGRESQL],
])('DELIMITER is a command of the mysql client alone: %s', (_name, syntax) => {
  expect(texts('delimiter //\nselect 1; select 2//', syntax)).toEqual(['delimiter //\nselect 1', 'select 2//']);
});

describe('directives', () => {
  it.each(ALL)('are found in line comments: %s', (_name, syntax) => {
    const sql = "-- Sluice: online\n/* -- sluice: no */\nselect '-- sluice: no';\n--  sluice:  late\n";
    expect(splitScript(sql, syntax).directives).toEqual([
      { line: 1, text: ' online', leading: true },
      { line: 4, text: '  late', leading: false },
    ]);
  });
});

describe('size', () => {
  const rows = 400_000;

  it.each(ALL)('a statement of 10 MB: %s', (_name, syntax) => {
    const sql = `insert into t values ${Array.from({ length: rows }, (_, row) => `(${String(row)}, 'it''s; ${String(row)}')`).join(',')}; select 2;`;
    expect(sql.length).toBeGreaterThan(10_000_000);
    const statements = splitStatements(sql, syntax);
    expect(statements).toHaveLength(2);
    expect(statements[0]?.text.length).toBe(sql.length - '; select 2;'.length);
  });

  it.each(ALL)('many statements on one line: %s', (_name, syntax) => {
    expect(splitStatements('select 1;'.repeat(rows), syntax)).toHaveLength(rows);
  });

  it.each([
    ['open comments', '/* /* '.repeat(rows)],
    ['dollars', '$a '.repeat(rows)],
    ['tags', Array.from({ length: 1000 }, (_, tag) => `$t${String(tag)}$`).join(' ')],
    ['quotes', `select ${"E'a'\n".repeat(rows)}`],
    ['begins', 'create function f() begin atomic '.repeat(1000)],
  ])('what looks nested: %s', (_title, sql) => {
    expect(splitScript(sql, POSTGRESQL).statements.length).toBeLessThanOrEqual(1);
  });
});
