import { type Span, SpanKind, SpanStatusCode, trace, type Tracer } from '@opentelemetry/api';
import { AsyncResource } from 'node:async_hooks';
import { finished, Readable, Writable } from 'node:stream';
import { Client, Pool } from 'pg';
import { codeOf } from '../../common/error-code';

/** The most characters of a statement that are recorded. */
const LONGEST = 4_000;

/** Texts, also one that was cut off, and numbers, but not those in names and of parameters: `$1`. */
const VALUES = /'(?:[^']|'')*(?:'|$)|(?<![\w$.])\d+(?:\.\d+)?\b/g;

/**
 * Makes each SQL statement of a recorded span a span of its own, COPY included; statements outside of any are not recorded. It
 * changes the classes of node-postgres for good.
 */
export function traceStatements(tracer: Tracer): void {
  const prototype: object = Client.prototype;
  const query: unknown = Reflect.get(prototype, 'query');
  const connect: unknown = Reflect.get(Pool.prototype, 'connect');
  if (!isFunction(query) || !isFunction(connect))
    throw new TypeError('this is not the node-postgres that is known here');
  Reflect.set(prototype, 'query', function (this: unknown, ...args: unknown[]): unknown {
    const text = textOf(args[0]);
    if (text === undefined || trace.getActiveSpan()?.isRecording() !== true) return Reflect.apply(query, this, args);
    const span = begin(tracer, text);
    const callback = args.at(-1);
    if (isFunction(callback)) {
      args[args.length - 1] = function (this: unknown, error: unknown, ...results: unknown[]): unknown {
        end(span, error);
        return Reflect.apply(callback, this, [error, ...results]);
      };
      return Reflect.apply(query, this, args);
    }
    const result: unknown = Reflect.apply(query, this, args);
    endWith(result, span);
    return result;
  });
  // Whoever gives a connection back calls the one that waits for it, which must go on with its own trace.
  Reflect.set(Pool.prototype, 'connect', function (this: unknown, ...args: unknown[]): unknown {
    const bound = args.map((arg) => (isFunction(arg) ? AsyncResource.bind(arg) : arg));
    return Reflect.apply(connect, this, bound);
  });
}

/** A statement without the values in it: they may be names of stores, or secrets. */
export function withoutValues(statement: string): string {
  return statement.slice(0, LONGEST).replace(VALUES, '?');
}

function begin(tracer: Tracer, text: string): Span {
  const operation = /\w+/.exec(text)?.[0].toUpperCase() ?? 'SQL';
  const attributes = {
    'db.system.name': 'postgresql',
    'db.operation.name': operation,
    'db.query.text': withoutValues(text),
  };
  return tracer.startSpan(operation, { kind: SpanKind.CLIENT, attributes });
}

/** Ends a span as a promise settles or a stream of COPY is over. */
function endWith(result: unknown, span: Span): void {
  const over = (error?: unknown) => {
    end(span, error);
  };
  if (result instanceof Promise)
    result.then(() => {
      end(span, undefined);
    }, over);
  else if (result instanceof Readable || result instanceof Writable) finished(result, over);
  else over();
}

/** PostgreSQL's messages quote values, so only the code is recorded. */
function end(span: Span, error: unknown): void {
  if (error !== undefined && error !== null) {
    span.setStatus({ code: SpanStatusCode.ERROR }).setAttribute('error.type', codeOf(error) ?? 'unknown');
  }
  span.end();
}

/** The text of a statement that is given as such, as an object, or as a COPY. */
function textOf(statement: unknown): string | undefined {
  const text: unknown =
    typeof statement === 'object' && statement !== null && 'text' in statement ? statement.text : statement;
  return typeof text === 'string' ? text : undefined;
}

function isFunction(value: unknown): value is (...args: unknown[]) => unknown {
  return typeof value === 'function';
}
