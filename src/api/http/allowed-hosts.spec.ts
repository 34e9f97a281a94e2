import { type INestApplication, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NextFunction, Request, Response } from 'express';
import { request } from 'node:http';
import { readSettings } from '../../platform/config/settings';
import { refuseForeignHosts } from './allowed-hosts';
import { ProblemFilter } from './problems/problem.filter';

@Module({})
class Empty {}

let app: INestApplication;
let environment: NodeJS.ProcessEnv;

beforeAll(async () => {
  app = await NestFactory.create(Empty, { logger: false });
  app.use((request: Request, response: Response, next: NextFunction) => {
    refuseForeignHosts(readSettings(environment))(request, response, next);
  });
  app.useGlobalFilters(new ProblemFilter(() => undefined));
  await app.listen(0, '127.0.0.1');
});

afterAll(async () => {
  await app.close();
});

/** The status for a host, where what is allowed is not found. */
async function statusFor(host: string, path = '/stores'): Promise<number | undefined> {
  const url = new URL(path, await app.getUrl());
  return new Promise((resolve, reject) => {
    request(url, { headers: { host }, agent: false }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    })
      .on('error', reject)
      .end();
  });
}

describe('a service', () => {
  it.each(['127.0.0.1', '127.8.0.1', '::1', 'localhost'])(
    'on a loopback address is asked by loopback names alone: %s',
    async (HOST) => {
      environment = { HOST };
      for (const host of ['localhost:1', '127.0.0.1', '[::1]:8000', 'a.localhost']) {
        expect([host, await statusFor(host)]).toEqual([host, 404]);
      }
      for (const host of ['rebound.example', '10.0.0.7', ' '])
        expect([host, await statusFor(host)]).toEqual([host, 421]);
    },
  );

  it.each(['0.0.0.0', '::', '10.0.0.7', 'monitor.example'])('elsewhere is asked by any name: %s', async (HOST) => {
    environment = { HOST };
    for (const host of ['localhost', 'any.example:80', ' ']) expect([host, await statusFor(host)]).toEqual([host, 404]);
  });

  it.each(['127.0.0.1', '0.0.0.0'])('with names is asked by these and loopback names alone: %s', async (HOST) => {
    environment = { HOST, ALLOWED_HOSTS: 'monitor.example,10.0.0.7' };
    for (const host of ['Monitor.Example:8000', 'monitor.example.', '10.0.0.7', 'localhost']) {
      expect([host, await statusFor(host)]).toEqual([host, 404]);
    }
    for (const host of ['a.monitor.example', 'rebound.example', '10.0.0.8', ' ']) {
      expect([host, await statusFor(host)]).toEqual([host, 421]);
    }
  });

  it('is probed by any name', async () => {
    environment = {};
    for (const path of ['/health', '/health/', '/health/live', '/HEALTH/ready', '/health/ready?x=1']) {
      expect([path, await statusFor('rebound.example', path)]).toEqual([path, 404]);
    }
    for (const path of ['/healthy', '/health/live/x', '/health/other', '/x/health']) {
      expect([path, await statusFor('rebound.example', path)]).toEqual([path, 421]);
    }
  });
});
