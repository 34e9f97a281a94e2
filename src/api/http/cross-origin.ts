import type { NextFunction, Request, Response } from 'express';
import { CodedError } from '../../common/coded-error';

const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Keeps pages of other sites from changing anything through a visitor's browser, which sends forms and requests without a
 * body unasked. Programs send neither of the headers checked here.
 */
export function refuseCrossOrigin(request: Request, _response: Response, next: NextFunction): void {
  if (SAFE_METHODS.includes(request.method) || !isCrossOrigin(request)) {
    next();
    return;
  }
  next(new CodedError('cross_origin'));
}

function isCrossOrigin(request: Request): boolean {
  const site = request.get('Sec-Fetch-Site');
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  const origin = request.get('Origin');
  return origin !== undefined && hostOf(origin) !== request.get('Host')?.toLowerCase();
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
