import type { PoolClient } from 'pg';
import { bucketOfId } from '../buckets/buckets';
import { createNamedStores } from '../create-stores';
import { folded, searchedText } from '../finding/searched-text';
import { attributeKey, type GivenAttributes, MAX_ATTRIBUTES, NAME } from './attribute-values';

/** What a write of attributes came to. */
export interface AttributesOutcome {
  /** Rows that changed something: of several for a store, the last. */
  readonly accepted: number;
  /** Rows of stores that would have had too many attributes, and that keep those they had. */
  readonly heldBack: number;
}

/** How the attributes of a row relate to those that its store has: set beside them, or in their place. */
export type AttributesMode = 'set' | 'replace';

/**
 * Creates the table of the rows to write, with the line and the text of each in its file. For `given` and `folded_name`, see
 * `attributeRow`.
 */
export async function createAttributeRows(client: PoolClient): Promise<void> {
  await client.query(`
    CREATE TEMPORARY TABLE attribute_row (
      line bigint, text text, store_id text COLLATE "C", given text, folded_name text
    ) ON COMMIT DROP`);
}

/** The attributes of a row as JSON, and the name as it is searched for; empty if the row has none or removes it. */
export function attributeRow(given: GivenAttributes): { readonly given: string; readonly foldedName: string } {
  return { given: JSON.stringify(given), foldedName: folded(given[NAME] ?? '') };
}

/** Fills `attribute_row` with the one row of a store. */
export async function addAttributeRow(client: PoolClient, storeId: string, attributes: GivenAttributes): Promise<void> {
  const { given, foldedName } = attributeRow(attributes);
  await client.query(
    `INSERT INTO attribute_row (line, text, store_id, given, folded_name) VALUES (0, '', $1, $2, $3)`,
    [storeId, given, foldedName],
  );
}

/**
 * Works out what the rows in `attribute_row` make of the attributes of their stores, in the table `changed_attributes (store_id,
 * is_too_many, …)`: of several rows for a store, the last counts. Needs the locks of the stores' buckets.
 */
export async function createChangedAttributes(client: PoolClient, mode: AttributesMode): Promise<void> {
  await client.query('ANALYZE attribute_row');
  await client.query(createChanged(mode));
}

/**
 * Writes `changed_attributes` (docs/rules.md, R33), but for stores that would have too many. Stores that are missing are created.
 * @param names of the attributes in the rows, as they are written there
 */
export async function writeAttributes(
  client: PoolClient,
  importKey: number,
  names: readonly string[],
): Promise<AttributesOutcome> {
  const { rowCount: heldBack } = await client.query(HOLD_BACK);
  await createNamedStores(client, importKey, 'attribute_row');
  const { rowCount: accepted } = await client.query(WRITE);
  await client.query(WRITE_SEARCHED);
  // Last, since others who name the same new attribute wait from here on.
  await client.query(REGISTER, [names.map(attributeKey), names]);
  return { accepted: accepted ?? 0, heldBack: heldBack ?? 0 };
}

function createChanged(mode: AttributesMode): string {
  const kept = mode === 'set' ? `coalesce(store_attributes.attributes, '{}')` : `'{}'::jsonb`;
  return `
    CREATE TEMPORARY TABLE changed_attributes ON COMMIT DROP AS
    SELECT store_id, after, folded_name,
           (SELECT count(*) FROM jsonb_object_keys(after - '${NAME}')) > ${MAX_ATTRIBUTES} AS is_too_many
    FROM (
      SELECT incoming.store_id, coalesce(store_attributes.attributes, '{}') AS before,
             jsonb_strip_nulls(${kept} || incoming.given) AS after,
             store.store_id IS NULL AS is_new,
             CASE WHEN incoming.given ? '${NAME}' THEN incoming.folded_name END AS folded_name
      FROM (
        SELECT DISTINCT ON (store_id) store_id, given::jsonb AS given, folded_name
        FROM attribute_row ORDER BY store_id, line DESC
      ) incoming
      LEFT JOIN store_attributes USING (store_id)
      LEFT JOIN store USING (store_id)
    ) compared
    WHERE before <> after OR is_new`;
}

const HOLD_BACK = `
  DELETE FROM attribute_row USING changed_attributes
  WHERE changed_attributes.store_id = attribute_row.store_id AND is_too_many`;

/** In the order of their keys, so that two writers who name the same ones do not wait for each other. */
const REGISTER = `
  INSERT INTO attribute (attribute_key, name)
  SELECT attribute_key, name FROM unnest($1::text[], $2::text[]) AS given (attribute_key, name)
  ORDER BY attribute_key COLLATE "C"
  ON CONFLICT (attribute_key) DO NOTHING`;

const WRITE = `
  INSERT INTO store_attributes (bucket, store_id, attributes)
  SELECT ${bucketOfId('store_id')}, store_id, after FROM changed_attributes WHERE NOT is_too_many
  ORDER BY store_id
  ON CONFLICT (store_id, bucket) DO UPDATE SET attributes = excluded.attributes`;

/** Of the rows that name their store, or remove its name. */
const WRITE_SEARCHED = `
  INSERT INTO store_search (bucket, store_id, searched)
  SELECT ${bucketOfId('store_id')}, store_id, ${searchedText('store_id', 'folded_name')} FROM changed_attributes
  WHERE NOT is_too_many AND folded_name IS NOT NULL
  ORDER BY store_id
  ON CONFLICT (store_id, bucket) DO UPDATE SET searched = excluded.searched`;
