import { QueryClient } from '@tanstack/preact-query';
import createClient from 'openapi-fetch';
import { Problem, problemIn, UNREACHABLE } from './problem';
import type { components, paths } from './schema';

export type Schemas = components['schemas'];

/** Where an answer comes in several forms, JSON is what is asked for. */
export const api = createClient<paths, 'application/json'>();

/** What has been asked for before; shown while it is asked for again. */
export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      // What the service refuses it refuses again; what did not reach it may reach it next time.
      retry: (failures, error) => failures < 2 && (!(error instanceof Problem) || error === UNREACHABLE),
    },
  },
});

interface Answer<Data> {
  readonly data?: Data;
  readonly error?: unknown;
  readonly response: Response;
}

/**
 * The data of an answer.
 * @throws Problem if there are none.
 */
export async function dataOf<Data>(call: Promise<Answer<Data>>): Promise<Data> {
  const { data, error, response } = await call.catch(() => {
    throw UNREACHABLE;
  });
  if (data === undefined) throw problemIn(error, response.status);
  return data;
}
