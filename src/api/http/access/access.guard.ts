import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Door, keyRequired } from '../../../access/door';
import { CodedError } from '../../../common/coded-error';
import { accessOf } from './access';
import { setCaller } from './caller';
import { visitorOf } from './credentials';

/** Lets nobody call a handler without the scope that it needs. A handler that declares none cannot be called at all. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(private readonly door: Door) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<Request>();
    const access = accessOf(context.getHandler());
    if (!access) throw new TypeError(`${context.getClass().name}.${context.getHandler().name} declares no scope`);
    // What a caller may see is for nobody else. By themselves, caches know that of Authorization only (RFC 9111, section 3.5).
    context.switchToHttp().getResponse<Response>().set('Cache-Control', 'no-store');
    const { scope, moreWith } = access;
    if (scope === undefined) {
      if (moreWith !== undefined) setCaller(request, await this.door.recognise(visitorOf(request)));
      return true;
    }
    const caller = await this.door.admit(visitorOf(request));
    setCaller(request, caller);
    if (caller.scopes.has(scope)) return true;
    throw caller.isAnonymous
      ? keyRequired()
      : new CodedError('scope_missing', { values: { scope }, members: { scope } });
  }
}
