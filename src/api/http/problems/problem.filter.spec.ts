import { HttpException, type INestApplication, Logger, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NextFunction, Request, Response } from 'express';
import { json } from '../../../../test/support/service';
import { CodedError } from '../../../common/coded-error';
import { ProblemFilter } from './problem.filter';

@Module({})
class Empty {}

let app: INestApplication;
let base: string;
let thrown: unknown;

beforeAll(async () => {
  app = await NestFactory.create(Empty, { logger: false });
  app.use((_request: Request, response: Response, next: NextFunction) => {
    response.set({ 'Cache-Control': 'public, max-age=31536000, immutable', ETag: '"of-the-file"' });
    next(thrown);
  });
  app.useGlobalFilters(new ProblemFilter(() => undefined));
  await app.listen(0, '127.0.0.1');
  base = await app.getUrl();
});

afterAll(async () => {
  await app.close();
});

async function problemOf(error: unknown): Promise<{ response: globalThis.Response; problem: Record<string, unknown> }> {
  thrown = error;
  const response = await fetch(`${base}/path`);
  return { response, problem: await json(response) };
}

describe('an error of Express, its middleware or Nest', () => {
  it.each([
    [400, 'malformed_request'],
    [403, 'request_refused'],
    [404, 'unknown_route'],
    [405, 'request_refused'],
    [406, 'request_refused'],
    [411, 'request_refused'],
    [412, 'precondition_failed'],
    [413, 'request_refused'],
    [414, 'request_refused'],
    [415, 'request_refused'],
    [416, 'range_not_satisfiable'],
    [429, 'request_refused'],
    [431, 'request_refused'],
    [499, 'request_refused'],
  ])('with the status %d keeps it, with the code %s', async (status, code) => {
    const errors = [
      Object.assign(new Error('secret'), { status, statusCode: status }),
      Object.assign(new Error('secret'), { statusCode: status }),
      new HttpException('secret', status),
    ];
    for (const error of errors) {
      const { response, problem } = await problemOf(error);
      expect(response.status).toBe(status);
      expect(problem).toMatchObject({ status, code });
      expect(problem.detail).not.toMatch(/secret|\{|undefined/);
    }
  });

  it('is not kept by browsers as the file would be that it takes the place of', async () => {
    const { response } = await problemOf(Object.assign(new Error(), { status: 412 }));
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('etag')).not.toBe('"of-the-file"');
  });

  it.each([500, 200, 600, '404', NaN])('with the status %p is ours', async (status) => {
    const { problem } = await problemOf(Object.assign(new Error('secret'), { status }));
    expect(problem).toMatchObject({ status: 500, code: 'internal_error' });
    expect(problem.detail).not.toContain('secret');
  });
});

describe('an error of a service behind this one', () => {
  it('is logged with its first cause, which is not told', async () => {
    const warnings = jest.spyOn(Logger.prototype, 'warn').mockReturnValue();
    const error = new CodedError('service_unavailable', { cause: new Error('secret') }).with({ import_id: 'some' });
    const { response, problem } = await problemOf(error);
    expect(response.status).toBe(503);
    expect(problem).toMatchObject({ code: 'service_unavailable', import_id: 'some' });
    expect(JSON.stringify(problem)).not.toContain('secret');
    expect(warnings.mock.calls).toEqual([['GET /path: Error: secret']]);
    warnings.mockRestore();
  });
});
