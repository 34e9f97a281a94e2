import { Body, Controller, Delete, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { OidcLogIn } from '../../access/oidc/log-in';
import { Sessions } from '../../access/sessions/sessions';
import { OpenToAll } from '../http/access/access';
import { actOf, callerOf } from '../http/access/caller';
import { clearSession, sessionIn, setSession } from '../http/access/session-cookie';
import { JsonBody } from '../http/bodies/json-body';
import { ApiProblems, ApiServerProblems } from '../http/problems/api-problems';
import { LogInDto, SessionDto, toSessionDto } from './session.dto';

const MAX_BODY_BYTES = 4 * 1024;

@ApiTags('session')
@Controller('session')
export class SessionController {
  constructor(
    private readonly sessions: Sessions,
    private readonly oidc: OidcLogIn,
  ) {}

  @Get()
  @OpenToAll({ moreWith: 'read' })
  @ApiOperation({
    operationId: 'getSession',
    summary: 'Who the caller is, and what it may do',
    description: 'For the page, which asks for a key if the caller may not read.',
  })
  @ApiResponse({ status: 200, type: SessionDto })
  @ApiProblems('rate_limited')
  @ApiServerProblems()
  show(@Req() request: Request): SessionDto {
    return toSessionDto(this.oidc.isPossible, callerOf(request));
  }

  @Post()
  @OpenToAll()
  @ApiOperation({
    operationId: 'logIn',
    summary: 'Log in with an API key',
    description:
      'For the page: the answer sets a cookie, which stands for the key until the browser logs out, SESSION_LIFETIME is over, or the key ends. Programs send the key with each request instead.',
  })
  @JsonBody({ maxBytes: MAX_BODY_BYTES })
  @ApiBody({ type: LogInDto })
  @ApiResponse({
    status: 201,
    type: SessionDto,
    description: 'Logged in.',
    headers: { 'Set-Cookie': { description: 'The session.', schema: { type: 'string' } } },
  })
  @ApiProblems('wrong_key', 'rate_limited')
  @ApiServerProblems()
  async logIn(
    @Body() { key }: LogInDto,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SessionDto> {
    const { token, caller } = await this.sessions.begin(key, actOf(request));
    setSession(request, response, token);
    return toSessionDto(this.oidc.isPossible, caller);
  }

  @Delete()
  @OpenToAll({ moreWith: 'read' })
  @HttpCode(204)
  @ApiOperation({
    operationId: 'logOut',
    summary: 'Log out',
    description: 'Ends the session of the cookie. Without one, nothing changes.',
  })
  @ApiResponse({ status: 204, description: 'Logged out.' })
  @ApiProblems('rate_limited')
  @ApiServerProblems()
  async logOut(@Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<void> {
    const token = sessionIn(request);
    if (token !== undefined) await this.sessions.end(token, actOf(request));
    clearSession(request, response);
  }
}
