import { headersOf, readRequestIds } from './request-ids';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const PARENT = '00f067aa0ba902b7';

it.each(['abc-1', 'a.b:c/d+e=@_', 'x'.repeat(128)])('the id that a request has is kept: %s', (id) => {
  expect(readRequestIds({ 'x-request-id': id }).request_id).toBe(id);
});

it.each([[''], ['a b'], ['a\u001b[31m'], ['"'], ['x'.repeat(129)], [['a', 'b']], [undefined]])(
  'an invalid request id is replaced by a new one: %j',
  (id) => {
    const given = readRequestIds({ 'x-request-id': id }).request_id;
    expect(given).toMatch(/^[\da-f-]{36}$/);
    expect(readRequestIds({ 'x-request-id': id }).request_id).not.toBe(given);
  },
);

it.each([`00-${TRACE}-${PARENT}-01`, `01-${TRACE}-${PARENT}-01-more`, `00-${TRACE}-${PARENT}-ff`])(
  'a trace goes on: %s',
  (traceparent) => {
    const ids = readRequestIds({ traceparent });
    expect(headersOf(ids).traceparent).toBe(`00-${TRACE}-${ids.span_id}-01`);
    expect(ids.span_id).toMatch(/^[\da-f]{16}$/);
    expect(ids.span_id).not.toBe(PARENT);
  },
);

it.each([
  undefined,
  'anything',
  `ff-${TRACE}-${PARENT}-01`,
  `00-${TRACE}-${PARENT}-01-`,
  `00-${TRACE}-${PARENT}-01-more`,
  `00-${'0'.repeat(32)}-${PARENT}-01`,
  `00-${TRACE}-${'0'.repeat(16)}-01`,
  `00-${TRACE.toUpperCase()}-${PARENT}-01`,
])('what is no trace begins a new one, which nobody records: %s', (traceparent) => {
  expect(headersOf(readRequestIds({ traceparent })).traceparent).toMatch(/^00-[\da-f]{32}-[\da-f]{16}-00$/);
  expect(readRequestIds({ traceparent }).trace_id).not.toBe(TRACE);
});
