import { Readable } from 'node:stream';
import type { Random } from '../../src/common/random';
import { csvRecords } from '../../src/ingestion/csv/csv-records';
import { seededRandom } from '../support/random';
import { naiveCsv, type NaiveRecord } from './naive-csv';

const MUTATIONS = 1_000_000;
const PIECES = ['"', '""', '","', ',', '\n', '\r', '\r\n', '"\n', '"\r\n', '",', ',"', ' ', 'x'];

async function read(csv: string): Promise<NaiveRecord[]> {
  const found: NaiveRecord[] = [];
  for await (const records of csvRecords(Readable.from([Buffer.from(csv)]))) {
    for (const { line, text, fields, isBroken } of records) {
      found.push({ line, text, fields: isBroken ? undefined : fields });
    }
  }
  return found;
}

function areSame(found: readonly NaiveRecord[], wanted: readonly NaiveRecord[]): boolean {
  return found.length === wanted.length && found.every((record, index) => isSame(record, wanted[index]));
}

function isSame({ line, text, fields }: NaiveRecord, wanted: NaiveRecord | undefined): boolean {
  if (line !== wanted?.line || text !== wanted.text || fields?.length !== wanted.fields?.length) return false;
  return fields?.every((field, index) => field === wanted.fields?.[index]) ?? true;
}

/** A row like those of real exports; some have quotes, and some of these a comma, a quote or a line break within. */
function goodRow(random: Random, number: number): string {
  const note = random.choose([
    [6, ''],
    [2, 'plain'],
    [2, '6" Sub'],
    [1, '"quoted"'],
    [1, '"one, two"'],
    [1, '"a 6"" sub"'],
    [1, '"two\nlines"'],
  ]);
  return `${number},active,${note}${random.chance(0.2) ? '\r' : ''}\n`;
}

/** Replaces, inserts or removes a few characters. */
function mutated(random: Random, csv: string, mutations: number): string {
  let result = csv;
  for (let mutation = 0; mutation < mutations; mutation++) {
    const at = random.integer(0, result.length);
    result = result.slice(0, at) + (random.chance(0.8) ? random.pick(PIECES) : '') + result.slice(at + random.below(3));
  }
  return result;
}

describe('a damaged CSV file', () => {
  it('has the records that a plain program finds, each row in one of them, and each with its line', async () => {
    const random = seededRandom('damaged CSV files');
    for (let done = 0; done < MUTATIONS;) {
      const rows = Math.round(random.logUniform(2, 400));
      const mutations = random.integer(1, rows);
      const good = Array.from({ length: rows }, (_, number) => goodRow(random, number)).join('');
      const csv = mutated(random, good, mutations);
      const [found, wanted] = [await read(csv), naiveCsv(csv)];
      // Jest's own comparison takes a minute for a million mutations.
      if (!areSame(found, wanted)) expect(found).toEqual(wanted);
      done += mutations;
    }
  });

  it('loses none but the damaged lines, if what was added can close no quoted field', async () => {
    const random = seededRandom('stray quotes');
    for (let file = 0; file < 500; file++) {
      const lines: string[] = [];
      const damaged = new Set<number>();
      for (let line = 1; line <= 50; line++) {
        const fields = [`${line}`, 'active', random.pick(['', 'x', '"x y"', '6" Sub', '""'])];
        if (random.chance(0.1)) {
          const stray = random.pick(['"x', 'x"x', '"x"x', 'x""', '"x""x']);
          fields[random.below(fields.length)] = stray;
          damaged.add(line);
        }
        lines.push(fields.join(','));
      }
      const found = await read(`${lines.join('\n')}\n`);
      expect(found.map(({ line, text }) => [line, text])).toEqual(lines.map((text, index) => [index + 1, text]));
      const broken = found.filter(({ fields }) => fields?.length !== 3);
      expect(broken.filter(({ line }) => !damaged.has(line))).toEqual([]);
    }
  });
});
