import { readFile, stat } from 'node:fs/promises';
import { z } from 'zod';
import { messageOf } from '../../common/error-code';
import { printable } from '../../ingestion/csv/header';
import { isStoreId } from '../../stores/store-id';
import { size } from '../screen/format';
import type { OtherSystem, StoreHours } from './store-hours';

/** The file is held in memory as a whole: several times as much as 14,000 stores with nothing but their hours need. */
const MAX_BYTES = 100_000_000;

/**
 * Reads the stores of a JSON file of another system.
 * @param givenId the id of the store of a file with one
 * @throws Error if the file cannot be read, is too large or no JSON, or if something in it is wrong
 */
export async function readStores(file: string, system: OtherSystem, givenId?: string): Promise<StoreHours[]> {
  const { size: bytes } = await stat(file);
  if (bytes > MAX_BYTES)
    throw new Error(`${file} has ${size(bytes)}, more than the ${size(MAX_BYTES)} that are read. Divide it.`);
  const text = decoded(await readFile(file), file);
  try {
    return storesOf(parsed(text), system, givenId);
  } catch (error) {
    throw new Error(`${file}: ${messageOf(error)}`, { cause: error });
  }
}

function decoded(bytes: Buffer, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new Error(`${file} is not in UTF-8.`, { cause: error });
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`it is not JSON: ${printable(messageOf(error))}`, { cause: error });
  }
}

type Path = readonly (string | number)[];

/**
 * The stores of a document: one, or several in an array or in the list of an answer.
 * @throws Error that names the path of what is wrong, such as `locations[3].regularHours.periods[0].closeTime`
 */
export function storesOf(document: unknown, system: OtherSystem, givenId?: string): StoreHours[] {
  const found = [...valuesIn(document, system.list)].filter(({ value }) => system.isStore?.(value) ?? true);
  if (givenId !== undefined && found.length > 1) {
    throw new Error(`it has ${found.length} stores, and --store-id is for a file with one`);
  }
  const paths = new Map<string, Path>();
  const stores = found.map(({ path, value }): StoreHours => {
    const { data: store, error } = system.store.safeParse(value);
    if (!store) throw wrong([...path, ...inside(error)], error.issues[0]?.message ?? '');
    const storeId = givenId ?? store.storeId ?? '';
    if (!isStoreId(storeId))
      throw wrong(path, `${system.ids} must be a store id. For a file with one store: --store-id`);
    const other = paths.get(storeId);
    if (other) throw wrong(path, `has the id of ${shown(other)}, ${storeId}`);
    paths.set(storeId, path);
    return { ...store, storeId };
  });
  if (stores.some(saysSomething)) return stores;
  throw new Error(`it has no ${system.hours}`);
}

function saysSomething({ versions, specialDates, remarks }: StoreHours): boolean {
  return versions.length + specialDates.length + remarks.length > 0;
}

function* valuesIn(value: unknown, list: string, path: Path = []): Generator<{ path: Path; value: unknown }> {
  const listed = propertyOf(value, list);
  if (Array.isArray(value)) for (const [index, item] of value.entries()) yield* valuesIn(item, list, [...path, index]);
  else if (Array.isArray(listed)) yield* valuesIn(listed, list, [...path, list]);
  else yield { path, value };
}

function propertyOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function inside(error: z.ZodError): Path {
  return (error.issues[0]?.path ?? []).map((key) => (typeof key === 'number' ? key : String(key)));
}

function wrong(path: Path, message: string): Error {
  return new Error(`${shown(path)}: ${message}`);
}

function shown(path: Path): string {
  return path.length > 0 ? printable(z.core.toDotPath(path)) : 'the store';
}
