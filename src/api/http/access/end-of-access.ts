import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { exhaustMap, filter, interval, type Observable, share } from 'rxjs';
import { Door } from '../../../access/door';
import { CodedError } from '../../../common/coded-error';
import type { Scope } from '../../../platform/config/scopes';
import { visitorOf } from './credentials';

/** Milliseconds between two looks. */
const INTERVAL = 5_000;

/** Notices that callers who were let in no longer would be: their key, session or token has ended, or the first key was made. */
@Injectable()
export class EndOfAccess {
  /** All look at the same moments, so that those of one caller share what they read. */
  private readonly looks = interval(INTERVAL).pipe(share());

  constructor(private readonly door: Door) {}

  /** Emits once the caller of a request no longer has a scope. */
  of(request: Request, scope: Scope): Observable<unknown> {
    const visitor = visitorOf(request);
    const isOver = async () => {
      try {
        return !(await this.door.admit(visitor)).scopes.has(scope);
      } catch (error) {
        // Whoever cannot be recognised at the moment, as PostgreSQL or the issuer is away, is not sent away.
        return error instanceof CodedError && (error.code === 'wrong_key' || error.code === 'key_required');
      }
    };
    return this.looks.pipe(exhaustMap(isOver), filter(Boolean));
  }
}
