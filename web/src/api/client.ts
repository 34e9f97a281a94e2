import { QueryClient } from '@tanstack/preact-query';
import createClient from 'openapi-fetch';
import { Problem, problemIn, UNREACHABLE } from './problem';
import type { components, paths } from './schema';

export type Schemas = components['schemas'];

/** Calls are relative to the page, which may be below any path. Reads JSON where an endpoint offers several formats. */
export const api = createClient<paths, 'application/json'>({ baseUrl: '.' });

/** The cache of answers; a stale one is shown while it is fetched again. */
export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      // A refusal stays a refusal; only requests that did not get through are worth a retry.
      retry: (failures, error) => failures < 2 && (!(error instanceof Problem) || error === UNREACHABLE),
    },
  },
});

/** The name of the query for who the visitor is. */
export const SESSION = ['session'];

interface Answer<Data> {
  readonly data?: Data;
  readonly error?: unknown;
  readonly response: Response;
}

/**
 * The data of an answer.
 * @throws Problem if the service refused the request or could not be reached
 */
export async function dataOf<Data>(call: Promise<Answer<Data>>): Promise<Data> {
  const { data, error, response } = await call.catch(() => {
    throw UNREACHABLE;
  });
  // Whoever was logged in is so no longer.
  if (response.status === 401) void queries.invalidateQueries({ queryKey: SESSION });
  if (data === undefined) throw problemIn(error, response.status);
  return data;
}

/**
 * Waits for a call whose answer has no data.
 * @throws Problem as `dataOf`
 */
export async function done(call: Promise<Answer<unknown>>): Promise<void> {
  await dataOf(call.then((answer) => (answer.response.ok ? { ...answer, data: null } : answer)));
}
