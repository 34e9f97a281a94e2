import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { isIP } from 'node:net';
import type { Act } from '../../../access/audit/act';
import { type Caller, stranger } from '../../../access/caller';
import { redacted } from '../../../platform/config/redacted';

const callers = new WeakMap<Request, Caller>();
const routes = new WeakMap<Request, string>();

/** Remembers which call a request means, by its path as the OpenAPI document has it, such as `/stores/{store_id}`. */
export function setRoute(request: Request, path: string): void {
  routes.set(request, path);
}

/** The path that `setRoute` remembered; undefined if the request means no call of the API. */
export function routeOf(request: Request): string | undefined {
  const route = routes.get(request);
  return route === '' ? undefined : route;
}

/** Remembers who a request comes from, once the guard knows. */
export function setCaller(request: Request, caller: Caller): void {
  callers.set(request, caller);
}

/** Who a request comes from; undefined before the guard has asked. */
export function callerOf(request: Request): Caller | undefined {
  return callers.get(request);
}

/** What the audit says of the request, for whatever it writes. */
export const By = createParamDecorator((_data: unknown, context: ExecutionContext): Act => {
  const request = context.switchToHttp().getRequest<Request>();
  if (!callers.has(request)) throw new TypeError('nobody asked who the request comes from');
  return actOf(request);
});

/** Whether the caller may see what takes the scope `read`. */
export const MayRead = createParamDecorator((_data: unknown, context: ExecutionContext): boolean => {
  return callers.get(context.switchToHttp().getRequest<Request>())?.scopes.has('read') === true;
});

/** What the audit says of a request, whoever it comes from. */
export function actOf(request: Request): Act {
  const { actor, name } = callers.get(request) ?? stranger([]);
  return {
    actor,
    actorName: name,
    address: addressOf(request),
    action: `${request.method} ${routeOf(request) ?? ''}`.trimEnd(),
    // Somebody may write a key where its id belongs.
    ids: Object.fromEntries(Object.entries(request.params).map(([id, value]) => [id, redacted(String(value))])),
  };
}

/** The address that a request comes from: of the client, if a proxy that TRUST_PROXY names says so. */
export function addressOf({ ip, socket }: Request): string | null {
  // A trusted proxy may pass on whatever a client wrote in its place.
  const address = ip !== undefined && isIP(ip) > 0 ? ip : socket.remoteAddress;
  return address?.replace(/^::ffff:(?=\d+\.)/, '') ?? null;
}
