import { Md5Sum } from '../../../checksum/row-digest.ts';
import type { TableDigest } from '../../../driver.ts';
import { KEY_TABLES, type KeyTable, tableRef } from '../keyspace.ts';
import { entryDigest, LargeKeyDigest } from '../rdb/digest.ts';
import type { RdbEntry } from '../rdb/entries.ts';

/** Adds up the keys of an RDB file while it goes by: the same digests as those of a live server. */
export class Tally {
  readonly #sums = new Map<string, Md5Sum>();
  readonly #databases = new Set<number>();
  #large: { readonly digest: LargeKeyDigest; readonly sum: Md5Sum } | null = null;

  #sum(database: number, table: KeyTable): Md5Sum {
    const name = `${String(database)} ${table}`;
    let sum = this.#sums.get(name);
    if (sum === undefined) {
      sum = new Md5Sum();
      this.#sums.set(name, sum);
      this.#databases.add(database);
    }
    return sum;
  }

  /** Takes the next entry; of a key only when it counts, and always the pieces that follow it. */
  add(entry: RdbEntry, counts: boolean): void {
    switch (entry.kind) {
      case 'key':
        if (counts) this.#sum(entry.db, tableOf(entry.expiresAtMs)).add(characters(entryDigest(entry)));
        break;
      case 'large':
        this.#large = counts
          ? { digest: new LargeKeyDigest(entry), sum: this.#sum(entry.db, tableOf(entry.expiresAtMs)) }
          : null;
        break;
      case 'piece': {
        const digest = this.#large?.digest.push(entry) ?? null;
        if (digest !== null) this.#large?.sum.add(characters(digest));
        if (entry.last) this.#large = null;
        break;
      }
      default:
    }
  }

  /** Of the tables that have keys, in the order of the contract. */
  tables(): readonly TableDigest[] {
    const tables = [...this.#databases].flatMap((database) =>
      KEY_TABLES.flatMap((table): readonly TableDigest[] => {
        const sum = this.#sums.get(`${String(database)} ${table}`);
        return sum === undefined
          ? []
          : [{ table: tableRef(database, table), rows: sum.count, checksum: sum.checksum() }];
      }),
    );
    const name = ({ table }: TableDigest): string => `${table.schema ?? ''}.${table.name}`;
    return tables.toSorted((a, b) => (name(a) < name(b) ? -1 : Number(name(a) > name(b))));
  }
}

function tableOf(expiresAtMs: number | null): KeyTable {
  return expiresAtMs === null ? 'keys' : 'expiring';
}

function characters(md5: string): string {
  return Buffer.from(md5, 'hex').toString('latin1');
}
