import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Act } from '../../access/audit/act';
import { Keys } from '../../access/keys/keys';
import { Needs } from '../http/access/access';
import { By } from '../http/access/caller';
import { JsonBody } from '../http/bodies/json-body';
import { ApiProblems, ApiServerProblems } from '../http/problems/api-problems';
import { cursorAfter, KEYS, readNumericCursor } from '../http/validation/cursor';
import { PageQuery } from '../http/validation/parameters';
import { CreateKeyDto, KeyDto, KeyIdParameter, KeyPageDto, NewKeyDto, toKeyDto, toNewKeyDto } from './keys.dto';

const MAX_BODY_BYTES = 4 * 1024;

@ApiTags('keys')
@Controller('keys')
export class KeysController {
  constructor(private readonly keys: Keys) {}

  @Post()
  @Needs('admin')
  @ApiOperation({
    operationId: 'createKey',
    summary: 'Make an API key',
    description: 'The key is in this answer and nowhere else. With the first one, everybody needs a key from then on.',
  })
  @JsonBody({ maxBytes: MAX_BODY_BYTES })
  @ApiBody({ type: CreateKeyDto })
  @ApiResponse({ status: 201, type: NewKeyDto, description: 'Made.' })
  @ApiServerProblems()
  async create(@Body() { name, scopes, expires_at: expiresAt }: CreateKeyDto, @By() by: Act): Promise<NewKeyDto> {
    return toNewKeyDto(await this.keys.create({ name, scopes, expiresAt: expiresAt ?? undefined }, by));
  }

  @Get()
  @Needs('admin')
  @ApiOperation({
    operationId: 'listKeys',
    summary: 'All API keys, newest first',
    description: 'In pages, with those that have ended. The keys themselves are stored nowhere.',
  })
  @ApiResponse({ status: 200, type: KeyPageDto })
  @ApiServerProblems()
  async list(@Query() { limit, cursor }: PageQuery): Promise<KeyPageDto> {
    const keys = await this.keys.list(limit + 1, readNumericCursor('keys', cursor, KEYS));
    const page = keys.slice(0, limit);
    const last = keys.length > limit ? page.at(-1) : undefined;
    return { keys: page.map(toKeyDto), next_cursor: last ? cursorAfter('keys', last.keyNo) : null };
  }

  @Delete(':key_id')
  @Needs('admin')
  @ApiOperation({
    operationId: 'revokeKey',
    summary: 'Revoke an API key',
    description: 'It ends at once, everywhere. Revoking it again changes nothing.',
  })
  @ApiResponse({ status: 200, type: KeyDto, description: 'Revoked, by this call or an earlier one.' })
  @ApiProblems('key_not_found')
  @ApiServerProblems()
  async revoke(@Param() { key_id: keyId }: KeyIdParameter, @By() by: Act): Promise<KeyDto> {
    return toKeyDto(await this.keys.revoke(keyId, by));
  }
}
