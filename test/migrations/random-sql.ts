/** Random SQL whose statements are known, for splitting it again. It is nonsense to a server; only its shape counts. */
export type Dialect = 'sqlite' | 'postgresql' | 'mysql';

/** One statement with what separates it from the next. */
export interface RandomStatement {
  readonly text: string;
  readonly copyData?: string;
  /** What stands before it: white space, comments, empty statements, DELIMITER lines. */
  readonly before: string;
  /** Its terminator, and the rest of its line where something has to follow there. */
  readonly after: string;
}

/** Mulberry32: small, and good enough to pick tokens. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const WORDS = [
  'select',
  'tbl',
  'x1',
  'кот',
  'a$b',
  'endless',
  'begin_at',
  'casework',
  'if_',
  'insert',
  'set',
  'e',
  'loopy',
];
const SYMBOLS = ['+', '=', ',', '.', '<', '*', '-', '%', '!', '->', ':='];
const INSIDE = [
  ';',
  ' ',
  'a',
  'END',
  'begin',
  '$$',
  '$x$',
  '--',
  '/*',
  '//',
  '#',
  '\n',
  '\n;\n',
  'ж',
  '\\.',
  '{',
  'delimiter //',
  'case',
];

export class RandomSql {
  readonly #random: () => number;
  readonly #dialect: Dialect;

  constructor(dialect: Dialect, seed: number) {
    this.#dialect = dialect;
    this.#random = generator(seed);
  }

  /** A file of up to 12 statements. */
  file(): RandomStatement[] {
    return Array.from({ length: this.#below(12) + 1 }, () => this.#separated());
  }

  #below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }

  #pick<T>(list: readonly [T, ...T[]] | readonly T[]): T {
    const item = list[this.#below(list.length)];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  }

  #chance(share: number): boolean {
    return this.#random() < share;
  }

  #many(most: number, make: () => string, between = ' '): string {
    return Array.from({ length: this.#below(most) + 1 }, make).join(between);
  }

  #inside(without: RegExp): string {
    return this.#many(5, () => this.#pick(INSIDE), '').replaceAll(without, '');
  }

  /** Quotes a random text, the quote doubled or, where it may be, escaped. */
  #quoted(quote: string, escapes: boolean): string {
    const parts = Array.from({ length: this.#below(3) + 1 }, () => this.#inside(/\\/g));
    return `${quote}${parts.join(escapes && this.#chance(0.5) ? `\\${quote}` : quote + quote)}${escapes && this.#chance(0.3) ? '\\\\' : ''}${quote}`;
  }

  #space(): string {
    return this.#pick([' ', ' ', '\n', '\t ', '  \n']);
  }

  #comment(): string {
    const plain = this.#inside(/\n|\*\/|\/\*/g);
    switch (this.#below(this.#dialect === 'sqlite' ? 2 : 3)) {
      case 0:
        return `-- ${plain}\n`;
      case 1:
        return `/* ${plain} it's " */`;
      default:
        return this.#dialect === 'mysql' ? `# ${plain}\n` : `/* ${plain} /* ; */ ; */`;
    }
  }

  #gap(): string {
    return this.#chance(0.2) ? `${this.#space()}${this.#comment()}${this.#space()}` : this.#space();
  }

  #literal(): string {
    const mysql = this.#dialect === 'mysql';
    const choices = [
      () => this.#quoted("'", mysql),
      () => this.#quoted('"', mysql),
      () => String(this.#below(1000)),
      () => `${String(this.#below(9))}.5e3`,
    ];
    if (this.#dialect !== 'postgresql') choices.push(() => this.#quoted('`', false));
    if (this.#dialect === 'sqlite') choices.push(() => `[${this.#inside(/\]/g)}]`);
    if (mysql) choices.push(() => `/*!50001 ${this.#words()} ; ${this.#quoted("'", true)} */`);
    if (this.#dialect === 'postgresql') {
      choices.push(
        () => `E${this.#quoted("'", true)}`,
        () => `$1`,
        () => `$x_${String(this.#below(9))}$ ${this.#inside(/\$x_/g)} $x_`.replace(/^(\$x_\d\$)(.*)\$x_$/s, '$1$2$1'),
        () => `(${this.#words()}; ${this.#words()})`,
      );
    }
    return this.#pick(choices)();
  }

  #words(): string {
    return this.#many(3, () => this.#pick(WORDS));
  }

  #token(): string {
    const roll = this.#random();
    if (roll < 0.4) return this.#pick(WORDS);
    if (roll < 0.6) return this.#pick(SYMBOLS);
    if (roll < 0.65) return `(${this.#pick(WORDS)}, ${this.#literal()})`;
    return this.#literal();
  }

  /** An expression as bodies have them: with CASE, and with names that are keywords elsewhere. */
  #expression(depth: number): string {
    const roll = this.#random();
    if (depth > 0 && roll < 0.3) {
      const other = this.#chance(0.5) ? ` else ${this.#expression(depth - 1)}` : '';
      return `case when ${this.#expression(depth - 1)} then ${this.#expression(depth - 1)}${other} end`;
    }
    if (roll < 0.4) return this.#dialect === 'mysql' ? 'if(a, 1, 2)' : 't.end';
    if (roll < 0.5) return this.#dialect === 'mysql' ? "repeat('end;', 3)" : 't . "end"';
    return `${this.#pick(WORDS)} + ${this.#literal()}`;
  }

  #plain(): string {
    const tokens = [
      this.#pick(['select', 'update', 'insert', 'alter', 'grant']),
      ...Array.from({ length: this.#below(8) }, () => this.#token()),
    ];
    return tokens.reduce((text, token) => `${text}${this.#gap()}${token}`);
  }

  /** A statement inside a body, with its semicolon. */
  #inner(): string {
    return `${this.#pick(['select', 'update', 'set'])} ${this.#words()} = ${this.#expression(2)};`;
  }

  #innerList(depth: number): string {
    return this.#many(3, () => this.#mysqlStatement(depth), this.#gap());
  }

  #mysqlStatement(depth: number): string {
    if (depth === 0) return this.#inner();
    const list = (): string => this.#innerList(depth - 1);
    const condition = this.#expression(1);
    const label = this.#chance(0.2) ? 'l1: ' : '';
    switch (this.#below(12)) {
      case 0:
        return `if ${condition} then ${list()} ${this.#chance(0.5) ? `elseif ${condition} then ${list()}` : ''} else ${list()} end if;`;
      case 1:
        return `case ${condition} when 1 then ${list()} when ${condition} then ${list()} else ${list()} end case;`;
      case 2:
        return `${label}loop ${list()} end loop;`;
      case 3:
        return `${label}while ${condition} do ${list()} end while;`;
      case 4:
        return `${label}repeat ${list()} until ${condition} end repeat;`;
      case 5:
        return `${label}begin ${this.#chance(0.8) ? list() : ''} end${label === '' ? '' : ' l1'};`;
      case 6:
        return `for i in 1..3 do ${list()} end for;`;
      case 7:
        return `declare ${this.#pick(['exit', 'continue'])} handler for not found, sqlstate '23000', 1051 ${this.#mysqlStatement(depth - 1)}`;
      case 8:
        return 'select begin, end from t where t.end = @end;';
      case 9:
        return `drop table if exists ${this.#pick(WORDS)};`;
      default:
        return this.#inner();
    }
  }

  #compound(): string {
    switch (this.#dialect) {
      case 'sqlite':
        return `create ${this.#pick(['', 'temp ', 'TEMPORARY '])}trigger tr after insert on a begin ${this.#many(3, () => this.#inner(), this.#gap())}${this.#gap()}end`;
      case 'postgresql':
        return `create ${this.#pick(['', 'or replace '])}${this.#pick(['function', 'procedure'])} f(a int default 1) begin atomic ${this.#many(3, () => this.#inner(), this.#gap())}${this.#gap()}end`;
      default: {
        const head = this.#pick([
          "create definer=`a;b`@'%' procedure if not exists d.p(in a int, b enum(';'))",
          "create or replace function f() returns varchar(10) charset utf8mb4 reads sql data comment 'begin;'",
          'create trigger t before insert on x for each row',
          'create event e on schedule every 1 day do',
          'alter event e do',
        ]);
        // The body is any statement but a declaration; its own semicolon is the script's.
        const body = this.#mysqlStatement(3).replace(/;$/, '');
        return `${head}${this.#gap()}${body.startsWith('declare') ? 'select 1' : body}`;
      }
    }
  }

  #between(): string {
    return this.#many(3, () => this.#pick([this.#space(), this.#comment(), ';', '']), ' ');
  }

  #separated(): RandomStatement {
    if (this.#dialect === 'postgresql' && this.#chance(0.1)) {
      const copyData = this.#chance(0.8) ? this.#many(4, () => `${this.#inside(/\n|\\/g)}x\t\\N\n`, '') : '';
      return {
        text: 'copy t (a, b) from stdin',
        copyData,
        before: this.#between(),
        after: `; -- rows\n${copyData}\\.\n`,
      };
    }
    const text = this.#chance(0.3) ? this.#compound() : this.#plain();
    if (this.#dialect === 'mysql' && this.#chance(0.2)) {
      const delimiter = this.#pick(['//', '$$', '|', ';;', '~~~']);
      if (!text.includes(delimiter)) {
        return {
          text: this.#chance(0.5) ? `${text}; ${this.#words()}` : text,
          before: `${this.#between()}\n${this.#pick(['DELIMITER', ' delimiter'])} ${delimiter}\n`,
          after: `${this.#space()}${delimiter}\nDelimiter ;\n`,
        };
      }
    }
    return { text, before: this.#between(), after: `${this.#chance(0.3) ? this.#gap() : ''};` };
  }
}
