import { InjectQueue } from '@nestjs/bull';
import { Controller, Get, Inject, Next, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Queue } from 'bull';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { within } from '../../common/deadline';
import { type Settings, SETTINGS } from '../../platform/config/settings';
import { REPORT_QUEUE, SHARD_QUEUE } from '../../platform/queue/names';
import { Needs } from '../http/access/access';

/** Milliseconds within which Redis must answer: Bull Board itself would wait until it is back. */
const TIMEOUT = 2_000;

/** Bull Board: a page of its own with the calls that it makes, none of which is a call of the API. */
@ApiExcludeController()
@Controller('queues')
export class QueuesController {
  private board?: RequestHandler;

  constructor(
    @InjectQueue(REPORT_QUEUE) private readonly reports: Queue,
    @InjectQueue(SHARD_QUEUE) private readonly shards: Queue,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get(['', '*path'])
  @Needs('admin')
  async show(@Req() request: Request, @Res() response: Response, @Next() next: NextFunction): Promise<void> {
    await within(TIMEOUT, this.reports.client.ping());
    this.board ??= await this.load();
    await this.board(request, response, next);
  }

  /** Loads Bull Board on the first request: most processes never show it, and loading it would slow every start. */
  private async load(): Promise<RequestHandler> {
    const { boardOf } = await import('./board.js');
    return boardOf([this.reports, this.shards], '/queues', `${this.settings.BASE_PATH}/queues`);
  }
}
