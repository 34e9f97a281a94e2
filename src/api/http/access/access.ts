import { applyDecorators } from '@nestjs/common';
import { ApiSecurity } from '@nestjs/swagger';
import type { Scope } from '../../../platform/config/scopes';
import { ApiProblems } from '../problems/api-problems';

/** What a handler needs of its caller. */
export interface NeededAccess {
  /** Undefined: nothing, as for probes. */
  readonly scope: Scope | undefined;
  /** The scope with which it tells more. */
  readonly moreWith: Scope | undefined;
  /** Whether it is a probe, which nothing may hold up. */
  readonly isProbe: boolean;
}

const ACCESS = Symbol('needed access');

/** The ways to show a key, for the OpenAPI document. */
export const SECURITY_SCHEMES = ['bearer', 'api_key'] as const;

/**
 * Says which scope a caller needs. Each handler of the API has this or `OpenToAll`; `AccessGuard` enforces it.
 */
export function Needs(scope: Scope): MethodDecorator {
  return applyDecorators(
    declared({ scope, moreWith: undefined, isProbe: false }),
    ApiProblems('key_required', 'wrong_key', 'scope_missing', 'rate_limited'),
    ...SECURITY_SCHEMES.map((name) => ApiSecurity(name, [scope])),
  );
}

interface Openness {
  /** The scope with which the handler tells more. */
  readonly moreWith?: Scope;
  readonly isProbe?: boolean;
}

/** Says that anybody may call a handler. */
export function OpenToAll({ moreWith, isProbe = false }: Openness = {}): MethodDecorator {
  const schemes = moreWith === undefined ? [] : SECURITY_SCHEMES.map((name) => ApiSecurity(name, [moreWith]));
  return applyDecorators(declared({ scope: undefined, moreWith, isProbe }), ApiSecurity({}), ...schemes);
}

/** What a handler declares; undefined if it declares nothing. */
export function accessOf(handler: object): NeededAccess | undefined {
  const access: unknown = Reflect.getMetadata(ACCESS, handler);
  return isAccess(access) ? access : undefined;
}

function declared(access: NeededAccess): MethodDecorator {
  return (_target, _property, descriptor: PropertyDescriptor) => {
    const handler: unknown = descriptor.value;
    if (typeof handler !== 'function') throw new TypeError('a scope is for methods');
    Reflect.defineMetadata(ACCESS, access, handler);
  };
}

function isAccess(value: unknown): value is NeededAccess {
  return typeof value === 'object' && value !== null && 'scope' in value && 'isProbe' in value;
}
