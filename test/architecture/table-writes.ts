/** A statement that writes a table. */
export interface TableWrite {
  /** From 1. */
  readonly line: number;
  /** The SQL keywords, in capitals, or the method of a TypeORM repository. */
  readonly verb: string;
  readonly table: string;
}

/** Stands for a table name that is computed at run time. */
export const COMPUTED = '(computed)';

const NAME = '(?:"?[a-z_][a-z_0-9]*"?|\\$\\{[^}]*\\})';
const LIST = `(${NAME}(?:\\s*,\\s*${NAME})*)`;

/** `FOR UPDATE OF a` locks and `DO UPDATE SET` belongs to an INSERT; COPY FROM is written by `copyInto` alone. */
const SQL = new RegExp(
  '(?<!\\b(?:FOR|DO|NO KEY)\\s+)\\b' +
    '(INSERT\\s+INTO|UPDATE(?:\\s+ONLY)?|DELETE\\s+FROM(?:\\s+ONLY)?|MERGE\\s+INTO|TRUNCATE(?:\\s+TABLE)?|' +
    `(?:DROP|ALTER)\\s+TABLE(?:\\s+IF\\s+EXISTS)?)\\s+${LIST}`,
  'gi',
);
const COPY_INTO = new RegExp(`\\b(copyInto)\\(\\s*[\\w.]+,\\s*(?:['"\`]\\s*(${NAME})|([^'"\`\\s]))`, 'gi');
const PARTITION = /\b((?:create|attach)_observation_partition)\(/gi;

const REPOSITORY = /(\w+)\s*:\s*Repository<(\w+)>/g;
const METHODS = 'insert|update|upsert|save|delete|remove|softDelete|increment|decrement|clear';
const BUILDERS = '(?:\\s*\\.createQueryBuilder\\([^)]*\\))?';

/**
 * The writes in a TypeScript source: SQL in any string, `copyInto`, and TypeORM's repositories. Reads and
 * `CREATE TEMPORARY TABLE` are not included.
 * @param entities the table of each entity class
 */
export function tableWrites(source: string, entities: ReadonlyMap<string, string>): TableWrite[] {
  const code = withoutComments(source);
  const found: TableWrite[] = [];
  const add = (index: number, verb: string, table: string) => {
    found.push({ line: code.slice(0, index).split('\n').length, verb, table: table.replaceAll('"', '') });
  };
  for (const { index, 1: verb = '', 2: names = '' } of code.matchAll(SQL)) {
    const keywords = verb.toUpperCase().replace(/\s+/g, ' ');
    for (const name of names.split(',').map((text) => text.trim())) {
      add(index, keywords, name.startsWith('$') ? COMPUTED : name);
    }
  }
  for (const { index, 1: verb = '', 2: name = '$' } of code.matchAll(COPY_INTO)) {
    add(index, verb, name.startsWith('$') ? COMPUTED : name);
  }
  for (const { index, 1: verb = '' } of code.matchAll(PARTITION)) add(index, verb, 'observation');
  for (const [, property = '', entity = ''] of code.matchAll(REPOSITORY)) {
    const calls = new RegExp(`\\b${property}\\b${BUILDERS}\\s*\\.(${METHODS})\\(`, 'g');
    for (const { index, 1: verb = '' } of code.matchAll(calls)) add(index, verb, entities.get(entity) ?? entity);
  }
  return found.sort((a, b) => a.line - b.line);
}

/** The entity classes of a source with their tables. */
export function entitiesIn(source: string): [entity: string, table: string][] {
  const declared = source.matchAll(/@Entity\('(\w+)'[^]*?\bclass (\w+)/g);
  return [...declared].map(([, table = '', entity = '']) => [entity, table]);
}

/** Keeps line numbers. */
function withoutComments(source: string): string {
  return source
    .replace(/\/\*[^]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '))
    .replace(/(^|[\s;{}(,])\/\/.*$/gm, '$1');
}
