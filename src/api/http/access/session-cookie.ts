import type { CookieOptions, Request, Response } from 'express';

/** Browsers take the first one only over TLS, for this host alone, and for all its paths. */
const NAMES = { overTls: '__Host-restaurant-monitor', plain: 'restaurant-monitor' };

const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS'];

/** The token in the cookie of a session; undefined without one. */
export function sessionIn(request: Request): string | undefined {
  return cookieIn(request, nameFor(request));
}

/** The value of a cookie; undefined without one. */
export function cookieIn(request: Request, name: string): string | undefined {
  const cookies = request.get('Cookie')?.split(';') ?? [];
  const found = cookies.map((cookie) => cookie.trim()).find((cookie) => cookie.startsWith(`${name}=`));
  return found?.slice(name.length + 1);
}

/**
 * The same, unless the request may change something and does not say which site it comes from: browsers do, and a cookie alone does
 * not speak for whoever has it. That it comes from this site is checked before.
 */
export function sessionToTrust(request: Request): string | undefined {
  const saysFromWhere = request.get('Sec-Fetch-Site') !== undefined || request.get('Origin') !== undefined;
  return saysFromWhere || SAFE_METHODS.includes(request.method) ? sessionIn(request) : undefined;
}

/** Lets the browser keep a session until it is closed; no script can read it, and no other site can make the browser send it. */
export function setSession(request: Request, response: Response, token: string): void {
  response.cookie(nameFor(request), token, optionsFor(request));
}

export function clearSession(request: Request, response: Response): void {
  response.clearCookie(nameFor(request), optionsFor(request));
}

function nameFor({ secure }: Request): string {
  return secure ? NAMES.overTls : NAMES.plain;
}

function optionsFor({ secure }: Request): CookieOptions {
  return { httpOnly: true, sameSite: 'strict', path: '/', secure };
}
