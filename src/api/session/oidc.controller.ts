import { Controller, Get, Inject, Query, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { CookieOptions, Request, Response } from 'express';
import { z } from 'zod';
import { OidcLogIn } from '../../access/oidc/log-in';
import { Sessions } from '../../access/sessions/sessions';
import { type Settings, SETTINGS } from '../../platform/config/settings';
import { OpenToAll } from '../http/access/access';
import { actOf } from '../http/access/caller';
import { cookieIn, setSession } from '../http/access/session-cookie';
import { LogInFilter } from './log-in.filter';

const COOKIES = { overTls: '__Host-restaurant-monitor-log-in', plain: 'restaurant-monitor-log-in' };
/** Milliseconds that a log-in may take. */
const PATIENCE = 600_000;

const stateSchema = z.object({ state: z.string(), nonce: z.string(), verifier: z.string() });
const callbackSchema = z.object({ code: z.string().optional(), state: z.string().optional() });

/** Where browsers go to log in at an OpenID provider, and come back. No calls of the API: they answer with other pages. */
@ApiExcludeController()
@UseFilters(LogInFilter)
@Controller('session')
export class OidcController {
  constructor(
    private readonly logIn: OidcLogIn,
    private readonly sessions: Sessions,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get('oidc')
  @OpenToAll()
  async begin(@Req() request: Request, @Res() response: Response): Promise<void> {
    const { address, kept } = await this.logIn.begin(this.redirectUri(request));
    const value = Buffer.from(JSON.stringify(kept)).toString('base64url');
    response.cookie(nameFor(request), value, { ...optionsFor(request), maxAge: PATIENCE });
    response.redirect(302, address);
  }

  @Get('callback')
  @OpenToAll()
  async finish(@Query() query: unknown, @Req() request: Request, @Res() response: Response): Promise<void> {
    const { code, state } = callbackSchema.safeParse(query).data ?? {};
    response.clearCookie(nameFor(request), optionsFor(request));
    const caller = await this.logIn.finish({ code, state }, stateIn(request), this.redirectUri(request));
    setSession(request, response, await this.sessions.beginFor(caller, actOf(request)));
    response.redirect(302, `${this.settings.BASE_PATH}/`);
  }

  private redirectUri(request: Request): string {
    return `${request.protocol}://${request.get('Host') ?? ''}${this.settings.BASE_PATH}/session/callback`;
  }
}

function nameFor({ secure }: Request): string {
  return secure ? COOKIES.overTls : COOKIES.plain;
}

/** The provider sends the browser here from another site, with which a strict cookie would not come. */
function optionsFor({ secure }: Request): CookieOptions {
  return { httpOnly: true, sameSite: 'lax', path: '/', secure };
}

function stateIn(request: Request) {
  try {
    return stateSchema.parse(
      JSON.parse(Buffer.from(cookieIn(request, nameFor(request)) ?? '', 'base64url').toString()),
    );
  } catch {
    return undefined;
  }
}
