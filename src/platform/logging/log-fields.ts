import { AsyncLocalStorage } from 'node:async_hooks';

/** What log lines say of the work in progress, such as `report_id`, by their names in the API. */
export type LogFields = Readonly<Record<string, string | number | undefined>>;

const fields = new AsyncLocalStorage<Record<string, string | number | undefined>>();

/** Does some work; all that is logged meanwhile has these fields, besides those of the work around it. */
export function withLogFields<T>(added: LogFields, work: () => T): T {
  return fields.run({ ...fields.getStore(), ...added }, work);
}

/** Adds fields to the rest of the work in progress, and to what is logged of it at its end. Outside of any, it does nothing. */
export function addLogFields(added: LogFields): void {
  Object.assign(fields.getStore() ?? {}, added);
}

/** The fields of the work in progress, those included that are added later. */
export function logFields(): LogFields {
  return fields.getStore() ?? {};
}
