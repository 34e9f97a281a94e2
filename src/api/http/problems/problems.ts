import type { CodedError, Values } from '../../../common/coded-error';

/** What the API answers for one code. */
interface ProblemKind {
  readonly status: number;
  /** For a wrong parameter of the query or path, where that differs from a wrong body. */
  readonly statusInUrl?: number;
  /** Whether the status is that of the error, which may be any 4xx: see `RefusedError`. */
  readonly anyStatus?: true;
  /** Headers that tell programs more. */
  readonly headers?: Readonly<Record<string, string>>;
  /** What is wrong, for people. `{name}` stands for a value of the error. */
  readonly text: string;
  /** Values to show the text with in the documentation. */
  readonly example?: Values;
}

const choice = (name: string, choices: string, status = 400) => ({
  status,
  text: `${name} must be {choices}.`,
  example: { choices },
});

const instant = (name: string, status = 400) => ({
  status,
  text: `${name} must be an instant in ISO 8601, such as 2024-10-10T12:00:00Z, from 1684-08-05 to 2255-06-05.{hint}`,
  example: { hint: '' },
});

/**
 * Every error of the API: code, status and text. Codes are stable: programs rely on them. The filter, the OpenAPI document
 * and the table of errors in docs/api.md come from here.
 */
export const PROBLEMS = {
  malformed_request: { status: 400, text: 'The body is not JSON in UTF-8, or the path cannot be decoded.' },
  malformed_http: {
    status: 400,
    text: 'The request is not valid HTTP: {reason}.',
    example: { reason: 'it must have one Host header' },
  },
  request_refused: {
    status: 400,
    anyStatus: true,
    text: 'The request was refused: {reason}.',
    example: { reason: 'Not Acceptable' },
  },
  malformed_form: { status: 400, text: 'The form is malformed or ends too early.' },
  malformed_gzip: { status: 400, text: 'The body is not valid gzip or ends too early.' },
  client_gone: { status: 400, text: 'The client disconnected before the body was complete.' },
  invalid_against: { status: 400, text: 'against must be the UUID of a report.' },
  invalid_report_id: { status: 400, text: 'report_id must be a UUID, as POST /trigger_report returns it.' },
  invalid_import_id: { status: 400, text: 'import_id must be a UUID.' },
  invalid_closure_id: { status: 400, text: 'closure_id must be a UUID.' },
  invalid_incident_id: {
    status: 400,
    text: 'incident_id must be one that GET /incidents has shown: 16 digits and letters from a to f.',
  },
  invalid_within: { status: 400, text: 'within must be a duration such as 30m or 1h, from 5m to 12h.' },
  invalid_at_least: { status: 400, text: 'at_least must be a whole number from 2 to 1000000.' },
  invalid_times: { status: 400, text: 'times must be a number from 1 to 100 with at most one decimal.' },
  invalid_store_id: {
    status: 422,
    statusInUrl: 400,
    text: 'store_id must be 1 to 128 letters, digits and . _ : -, starting with a letter or digit.',
  },
  log_in_failed: {
    status: 400,
    text: 'The log-in failed: {reason}. Try again from the page.',
    example: { reason: 'the provider refused it, or it began in another browser' },
  },
  invalid_key_id: { status: 400, text: 'key_id must be a UUID.' },
  invalid_limit: { status: 400, text: 'limit must be a whole number from 1 to 500.' },
  invalid_cursor: {
    status: 400,
    text: 'cursor must be the next_cursor of an earlier page of the same list with the same parameters.',
  },
  invalid_from: { ...instant('from', 422), statusInUrl: 400 },
  invalid_to: { ...instant('to', 422), statusInUrl: 400 },
  invalid_range: { status: 400, text: 'from must be before to. Only dates may be the same.' },
  invalid_actor: { status: 400, text: 'actor must have 1 to 300 characters, none of them a control character.' },
  invalid_outcome: { status: 400, text: 'outcome must be 1 to 64 small letters, digits and _.' },
  invalid_q: { status: 400, text: 'q must be text of at most {most} characters.', example: { most: 200 } },
  invalid_attribute_filter: {
    status: 400,
    text: 'Write attributes as attributes[region]=West: the name of an attribute and a value of at most 200 characters, {most} of them at most.',
    example: { most: 200 },
  },
  invalid_sort: choice('sort', 'newest or longest'),
  invalid_status: choice('status', 'active or inactive'),
  invalid_open: choice('open', 'true or false'),
  invalid_revoked: choice('revoked', 'true or false'),
  invalid_at: instant('at'),
  invalid_stale: choice('stale', 'true or false'),
  invalid_ongoing: choice('ongoing', 'true or false'),
  invalid_explain: choice('explain', 'true or false'),
  invalid_format: choice('format', 'csv, json or ndjson'),
  invalid_source: choice('source', 'csv, json or kafka'),
  key_required: {
    status: 401,
    headers: { 'WWW-Authenticate': 'Bearer realm="restaurant-monitor"' },
    text: 'This needs an API key, as Authorization: Bearer or X-API-Key.{hint}',
    example: { hint: '' },
  },
  wrong_key: {
    status: 401,
    headers: { 'WWW-Authenticate': 'Bearer realm="restaurant-monitor", error="invalid_token"' },
    text: 'The API key is wrong, has expired or was revoked.',
  },
  scope_missing: {
    status: 403,
    headers: { 'WWW-Authenticate': 'Bearer realm="restaurant-monitor", error="insufficient_scope"' },
    text: 'The API key lacks the scope {scope}.',
    example: { scope: 'ingest' },
  },
  cross_origin: { status: 403, text: 'Pages of other sites may not change anything here.' },
  unknown_route: {
    status: 404,
    text: 'There is nothing at {method} {path}.',
    example: { method: 'GET', path: '/menu' },
  },
  incident_not_found: { status: 404, text: 'No incident of the range, by these parameters, has this id.' },
  report_not_found: { status: 404, text: 'Report not found' },
  import_not_found: { status: 404, text: 'Import not found' },
  closure_not_found: { status: 404, text: 'Closure not found' },
  key_not_found: { status: 404, text: 'Key not found' },
  store_not_found: { status: 404, text: 'Store not found' },
  unknown_import_kind: {
    status: 404,
    text: 'Unknown kind of import. The kind must be {choices}.',
    example: { choices: 'store-status, business-hours, timezones, special-hours or closures' },
  },
  method_not_allowed: {
    status: 405,
    text: '{path} does not take {method}, only {allowed}.',
    example: { path: '/health', method: 'POST', allowed: 'GET, HEAD, OPTIONS' },
  },
  request_timeout: { status: 408, text: 'The headers of the request did not arrive in time.' },
  upload_stalled: { status: 408, text: 'The upload stalled and was given up.' },
  no_observations: { status: 409, text: 'There are no observations yet. Import some, or give as_of.' },
  no_report: { status: 409, text: 'There is no complete report of all stores to sort by. Trigger one.' },
  report_not_complete: {
    status: 409,
    text: 'The report is {status}. Only a complete report has figures.',
    example: { status: 'Running' },
  },
  report_over: {
    status: 409,
    text: 'The report is {status}. Only a running report can be cancelled.',
    example: { status: 'Complete' },
  },
  store_has_data: {
    status: 409,
    text: 'The store has observations, a schedule, closures, a name, attributes or a target. Only one without any data can be removed; others can be archived.',
  },
  reports_not_comparable: { status: 422, text: 'The two reports have different windows or columns.' },
  report_gone: {
    status: 410,
    text: 'The report whose figures these pages show was removed. Start with the first page.',
  },
  precondition_failed: { status: 412, text: 'A precondition of the request, such as If-Match, does not hold.' },
  body_too_large: {
    status: 413,
    text: 'The body is larger than the {limit} bytes allowed.',
    example: { limit: 65_536 },
  },
  too_many_import_stores: {
    status: 413,
    text: 'The file names more than the {limit} different stores allowed. Send it in parts.',
    example: { limit: 2_000_000 },
  },
  unsupported_media_type: {
    status: 415,
    text: 'Send the body as {types}.',
    example: { types: 'application/json' },
  },
  unsupported_encoding: {
    status: 415,
    headers: { 'Accept-Encoding': 'gzip, identity' },
    text: 'Unsupported Content-Encoding {encoding}. Use gzip, or none.',
    example: { encoding: 'br' },
  },
  range_not_satisfiable: { status: 416, text: 'The range is not within the file.' },
  expectation_failed: { status: 417, text: 'Nothing but 100-continue can be expected.' },
  host_not_allowed: {
    status: 421,
    text: 'The Host of the request, {host}, is no name of this service. ALLOWED_HOSTS sets those that are.',
    example: { host: 'elsewhere.example' },
  },
  invalid_body: { status: 422, text: 'The body must be a JSON object.' },
  unknown_field: { status: 422, text: 'Unknown field: {field}.', example: { field: 'asof' } },
  unknown_parameter: { status: 422, text: 'Unknown query parameter: {parameter}.', example: { parameter: 'limt' } },
  invalid_as_of: { ...instant('as_of', 422), statusInUrl: 400 },
  invalid_expires_at: {
    status: 422,
    text: 'expires_at must be an instant that is yet to come, such as 2030-01-01T00:00:00Z, up to 2255-06-05.{hint}',
    example: { hint: '' },
  },
  invalid_key: { status: 422, text: 'key must be an API key.' },
  invalid_name: {
    status: 422,
    text: 'name must be 1 to 100 letters, digits, spaces and . _ @ : -, starting with a letter or digit.',
  },
  invalid_scopes: {
    status: 422,
    text: 'scopes must be an array of one or more of {choices}, each once.',
    example: { choices: 'read, ingest, report or admin' },
  },
  invalid_default_status: { ...choice('default_status', 'active, inactive or unknown', 422), statusInUrl: 400 },
  invalid_unknown_after: {
    status: 422,
    text: 'unknown_after must be a duration such as 90s, 45m, 3h or 2d, from 60s to 400d.',
  },
  invalid_closures: choice('closures', 'exclude or ignore', 422),
  invalid_columns: choice('columns', 'standard or all', 422),
  report_lacks_windows: {
    status: 422,
    text: 'The report lacks windows whose figures are shown here: {windows}.',
    example: { windows: 'last_hour, last_week' },
  },
  invalid_windows: {
    status: 422,
    text: 'windows must be 1 to 12 of last_hour, last_day, last_week, a date 2024-10-05, a month 2024-10, an ISO week 2024-W41, or dates 2024-10-01..2024-10-14 (366 days at most), each once.',
  },
  observations_dropped: {
    status: 422,
    text: '{reason}',
    example: { reason: 'With unknown_after, the figures need observations that retention has dropped.' },
  },
  unknown_store: { status: 422, text: 'Unknown stores: {ids}.', example: { ids: '42, 43' } },
  too_many_stores: {
    status: 422,
    text: 'A report can be limited to at most {most} stores.',
    example: { most: 200 },
  },
  invalid_idempotency_key: { status: 422, text: 'Idempotency-Key must have 1 to 255 characters.' },
  idempotency_key_reused: {
    status: 422,
    text: 'This Idempotency-Key came with a different request before. Use a new key for a new request.',
  },
  wrong_header: {
    status: 422,
    text: '{fault} {needed}',
    example: {
      fault: 'The header lacks the column timezone_str. The first line is: store_id,zone.',
      needed: 'A timezones file needs store_id, timezone_str.',
    },
  },
  no_file: { status: 422, text: 'The form has no file in it.' },
  one_file_at_a_time: { status: 422, text: 'The form has more than one file. Send one at a time.' },
  invalid_observations: {
    status: 422,
    text: 'observations must be an array of 1 to {most}.',
    example: { most: 10_000 },
  },
  invalid_timezone: { status: 422, text: 'timezone must be an IANA name, or null for the default time zone.' },
  unknown_timezone: {
    status: 422,
    text: 'The time zone database has no zone of this name.{hint}',
    example: { hint: ' Did you mean America/New_York?' },
  },
  ambiguous_hours: {
    status: 422,
    text: 'An empty list of hours could mean either: send {open} or {"closed": true} instead.',
    example: { open: '{"always_open": true}' },
  },
  invalid_hours: {
    status: 422,
    text: 'The body must have one of: hours, an array of at most {most}; always_open, true; closed, true.',
    example: { most: 100 },
  },
  invalid_special_hours: {
    status: 422,
    text: 'The body must have one of: hours, an array of at most {most}, each with opens and closes; closed, true.',
    example: { most: 100 },
  },
  invalid_date: {
    status: 422,
    text: '{field} must be a date such as 2024-11-28, from 1700 to 2254.',
    example: { field: 'effective_from' },
  },
  invalid_closure: { status: 422, text: 'to must come after from.' },
  invalid_attributes: {
    status: 422,
    text: 'attributes must be an object of at most {most} values by name.',
    example: { most: 30 },
  },
  invalid_attribute_name: {
    status: 422,
    text: 'An attribute cannot be called {name}, or occurs twice. Its name is a letter and up to 63 letters, digits, spaces, _ or -, other than name.',
    example: { name: '"1st region"' },
  },
  invalid_attribute: {
    status: 422,
    text: '{field} must be text of at most {most} characters, or null.',
    example: { field: 'attributes.region', most: 200 },
  },
  too_many_attributes: {
    status: 422,
    text: 'The store would have more than {most} attributes.',
    example: { most: 30 },
  },
  unknown_attribute: {
    status: 422,
    text: 'No store has an attribute called {name}.',
    example: { name: '"regoin"' },
  },
  invalid_by: {
    status: 400,
    text: 'by must be 1 to 3 attributes, or timezone, separated by commas, each once.',
  },
  no_exact_figures: {
    status: 409,
    text: 'The report was completed before its figures were kept exactly. Revise it, or trigger a new one.',
  },
  too_many_groups: {
    status: 422,
    text: 'All groups together would have more than {most} {what}.',
    example: { most: 100_000, what: 'steps' },
  },
  invalid_month: { status: 400, text: 'month must be a calendar month such as 2024-10, from 1700-01 to 2254-12.' },
  invalid_percent: {
    status: 422,
    text: 'percent must be text such as "99.95": more than 0, at most 100, with at most six decimals.',
  },
  invalid_lost_sales: choice('lost_sales', 'true or false'),
  invalid_file_name: {
    status: 400,
    text: 'file_name must be one text of at most {most} characters.',
    example: { most: 1000 },
  },
  invalid_value: {
    status: 400,
    text: 'value must be the value of an attribute: 1 to {most} characters.',
    example: { most: 200 },
  },
  invalid_worst: { status: 400, text: 'worst must be a whole number from 1 to {most}.', example: { most: 10 } },
  invalid_step: {
    status: 400,
    text: 'step must be a duration such as 1h, from 1m to 1d, and at most {most} of them reach from from to to.',
    example: { most: 2000 },
  },
  invalid_reason: { status: 422, text: 'reason must be text of at most {most} characters.', example: { most: 200 } },
  not_an_object: { status: 422, text: '{field} must be an object.', example: { field: 'hours[3]' } },
  missing_field: { status: 422, text: '{field} is missing.', example: { field: 'hours[3].opens' } },
  invalid_day: {
    status: 422,
    text: '{field} must be a whole number from 0 (Monday) to 6 (Sunday).',
    example: { field: 'hours[3].dayOfWeek' },
  },
  invalid_time: {
    status: 422,
    text: '{field} must be a time such as 9:00 or 09:00:00, with up to six decimals, up to 24:00.',
    example: { field: 'hours[3].opens' },
  },
  range_too_long: {
    status: 422,
    text: 'The range is too long. The limit is {limit}.',
    example: { limit: '31 days, or 366 days for one store' },
  },
  rate_limited: {
    status: 429,
    text: 'More than {limit} requests came within ten seconds from this {limited}. Try again later.',
    example: { limit: 10_000, limited: 'key' },
  },
  too_many_of_key: {
    status: 429,
    text: 'This {limited} has {most} {what} in progress already. Try again.',
    example: { most: 20, what: 'imports', limited: 'key' },
  },
  headers_too_large: {
    status: 431,
    text: 'The request line and the headers are larger than the {limit} bytes allowed.',
    example: { limit: 131_072 },
  },
  internal_error: { status: 500, text: 'Something went wrong on our side. Nothing was changed.' },
  unsupported_transfer: {
    status: 501,
    text: 'Unsupported Transfer-Encoding {coding}. Use chunked, or none.',
    example: { coding: 'gzip, chunked' },
  },
  service_unavailable: { status: 503, text: 'A service behind this one does not answer at the moment. Try again.' },
  too_busy: { status: 503, text: 'Too many requests of this kind are in progress already. Try again.' },
  not_ready: { status: 503, text: 'Not ready{checks}.', example: { checks: ': redis' } },
  import_given_up: { status: 503, text: 'The import showed no sign of life for a minute and was given up.' },
  no_space: { status: 507, text: 'A disk is full. Nothing was changed.' },
} as const satisfies Readonly<Record<string, ProblemKind>>;

export type ProblemCode = keyof typeof PROBLEMS;

export function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(PROBLEMS, code);
}

/** All codes, by status. */
export function problemCodes(): ProblemCode[] {
  return Object.keys(PROBLEMS).filter(isProblemCode);
}

/** The entry of a code. */
export function problemKind(code: ProblemCode): ProblemKind {
  return PROBLEMS[code];
}

/** The text of an error, filled in with its values; `internal_error`'s for a code that is not in the catalogue. */
export function detailOf({ code, values }: Pick<CodedError, 'code' | 'values'>): string {
  return filledIn(problemKind(isProblemCode(code) ? code : 'internal_error').text, values);
}

/** The text of a code as the documentation shows it. */
export function exampleDetail(code: ProblemCode): string {
  const { text, example = {} } = problemKind(code);
  return filledIn(text, example);
}

/** RFC 9457, section 3.1.1: names the kind of error. */
export function problemType(code: string): string {
  return `urn:problem:restaurant-monitor:${code}`;
}

function filledIn(text: string, values: Values): string {
  return text.replaceAll(/\{(\w+)\}/g, (placeholder, name: string) => String(values[name] ?? placeholder));
}
