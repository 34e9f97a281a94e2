import type { Mutant } from '../mutant';

const PLATFORM = 'src/platform';
const RUN = { file: `${PLATFORM}/process/run-process.ts`, specs: [`${PLATFORM}/process/run-process.spec.ts`] };
const CHILDREN = {
  file: `${PLATFORM}/process/child-processes.ts`,
  specs: [`${PLATFORM}/process/child-processes.spec.ts`],
};
const SETTINGS = { file: `${PLATFORM}/config/settings.ts`, specs: [`${PLATFORM}/config/settings.spec.ts`] };
const QUEUE = { file: `${PLATFORM}/queue/queue.module.ts`, specs: [`${PLATFORM}/queue/queue.module.spec.ts`] };
const STOP = { file: `${PLATFORM}/queue/stop-taking-jobs.ts`, specs: [`${PLATFORM}/queue/stop-taking-jobs.spec.ts`] };

const SESSION = { file: `${PLATFORM}/database/session.ts`, specs: [`${PLATFORM}/database/database.spec.ts`] };

export const platformMutants: readonly Mutant[] = [
  {
    ...RUN,
    breaks: 'Ctrl-C ends a process in the middle of its work',
    replace: `'SIGINT', `,
    by: '',
  },
  {
    ...RUN,
    breaks: 'a terminal that is closed ends a process in the middle of its work',
    replace: `'SIGHUP', `,
    by: '',
  },
  {
    ...RUN,
    breaks: 'a worker goes on when the process that started it is gone',
    replace: `, 'disconnect'] as const`,
    by: '] as const',
  },
  {
    ...RUN,
    breaks: 'a process that hangs while it starts cannot be stopped',
    replace: '      .then(() => process.exit(1))\n',
    by: '',
  },
  {
    ...RUN,
    breaks: 'a process that stopped later than it may exits as if in time',
    replace: 'delay(grace * APPLICATION_SHARE, false)',
    by: 'delay(grace * APPLICATION_SHARE, true)',
  },
  {
    ...RUN,
    breaks: 'a stalled client uses up the time to leave the services',
    replace: 'APPLICATION_SHARE = 0.8',
    by: 'APPLICATION_SHARE = 1',
  },
  {
    ...RUN,
    breaks: 'services that do not stop keep a process for ever',
    replace: `    process.stderr.write('Not everything stopped in time; exiting.\\n');
    process.exit(1);`,
    by: `    process.stderr.write('Not everything stopped in time; exiting.\\n');`,
  },
  {
    ...RUN,
    breaks: 'services are left running by a process that could not start',
    replace: `  } catch (error) {
    await stopServices();
    throw error;`,
    by: `  } catch (error) {
    throw error;`,
  },
  {
    ...RUN,
    breaks: 'a client that rejects unnoticed ends a process that stops',
    replace: "  process.on('unhandledRejection', (error) => process.stderr.write(`${explain(error)}\\n`));\n",
    by: '',
  },
  {
    ...RUN,
    breaks: 'an application starts on an old schema',
    replace: 'await migrateOnceAvailable(',
    by: 'void migrateOnceAvailable(',
  },
  {
    ...STOP,
    breaks: 'a worker stops in the middle of a shard',
    replace: 'queue.pause(true)',
    by: 'queue.pause(true, true)',
  },
  {
    ...STOP,
    breaks: 'a worker that stops ends the jobs of others',
    replace: 'if (isOurs) await',
    by: 'await',
  },
  {
    ...CHILDREN,
    breaks: 'a worker that ended is not replaced',
    replace: '        this.startOne();\n',
    by: '',
  },
  {
    ...CHILDREN,
    breaks: 'workers that stop are replaced',
    replace: '      if (this.stopping) return;\n',
    by: '',
  },
  {
    ...CHILDREN,
    breaks: 'a worker starts after the stop',
    replace: '    for (const restart of this.restarts) clearTimeout(restart);\n',
    by: '',
  },
  {
    ...CHILDREN,
    breaks: 'a process ends before its workers',
    replace: '        await exited;\n',
    by: '',
  },
  {
    ...CHILDREN,
    breaks: 'workers are killed in the middle of a shard',
    replace: `child.kill('SIGTERM')`,
    by: `child.kill('SIGKILL')`,
  },
  {
    ...SETTINGS,
    breaks: 'retention may be so short that reports lack observations',
    replace: 'milliseconds >= 8 * DAY &&',
    by: 'milliseconds >= 7 * DAY &&',
  },
  {
    ...SETTINGS,
    breaks: 'the least value of a setting is refused',
    replace: 'value >= min &&',
    by: 'value > min &&',
  },
  {
    ...SETTINGS,
    breaks: 'the greatest value of a setting is refused',
    replace: '&& value <= max,',
    by: '&& value < max,',
  },
  {
    ...SETTINGS,
    breaks: 'a process may have fewer connections than it needs at once',
    replace: 'DATABASE_POOL: whole(10, 200)',
    by: 'DATABASE_POOL: whole(2, 200)',
  },
  {
    ...SETTINGS,
    breaks: 'a wait may be too long for a timer',
    replace: 'milliseconds <= 86_400_000,',
    by: 'milliseconds <= 864_000_000_000,',
  },
  {
    ...QUEUE,
    breaks: 'the password of Redis is sent without encryption',
    replace: `redisUrl.startsWith('rediss:') ? { tls: {} } : {}`,
    by: '{}',
  },
  {
    breaks: 'a connection is used before its session is prepared',
    file: `${PLATFORM}/database/data-source.ts`,
    replace: 'within(CONNECT_TIMEOUT, prepareSession(client))',
    by: 'Promise.resolve(client)',
    specs: [`${PLATFORM}/database/database.spec.ts`, 'src/ingestion/writes.spec.ts'],
  },
  {
    ...SESSION,
    breaks: 'a statement outside of transactions has the isolation of the database',
    replace: "  default_transaction_isolation: 'read committed',\n",
    by: '',
  },
  {
    ...SESSION,
    breaks: 'a reload of the configuration changes running sessions',
    replace: 'WHERE current_setting(name, true) IS NOT NULL;',
    by: 'WHERE current_setting(name, true) <> value;',
  },
  {
    ...SESSION,
    breaks: 'an import that was confirmed is lost in a crash',
    replace: " WHERE current_setting('synchronous_commit') = 'off'",
    by: ' WHERE false',
  },
  {
    ...SESSION,
    breaks: 'a database cannot choose how far a commit must have come',
    replace: " WHERE current_setting('synchronous_commit') = 'off'",
    by: '',
  },
  {
    breaks: 'the session in which a process counts as one that uses the server is cut when idle',
    file: `${PLATFORM}/embedded/embedded-postgres.ts`,
    replace: '    await prepareSession(session);\n',
    by: '',
    specs: [`${PLATFORM}/embedded/embedded-postgres.spec.ts`],
  },
  {
    breaks: 'a server that another process stops is taken for one that has died',
    file: `${PLATFORM}/embedded/embedded-postgres.ts`,
    replace: 'if (codeOf(error) === ADMIN_SHUTDOWN) ',
    by: 'if (!error) ',
    specs: [`${PLATFORM}/embedded/embedded-postgres.spec.ts`],
  },
  {
    breaks: 'a transaction that writes has the isolation of its session',
    file: `${PLATFORM}/database/begin.ts`,
    replace: 'BEGIN ISOLATION LEVEL READ COMMITTED, READ WRITE',
    by: 'BEGIN READ WRITE',
    specs: [`${PLATFORM}/database/database.spec.ts`],
  },
  {
    breaks: 'a write to a PostgreSQL that has become a standby is an error of our own',
    file: `${PLATFORM}/database/database.ts`,
    replace: "codeOf(error) === '0A000'",
    by: 'codeOf(error) === undefined',
    specs: ['test/faults/fenced-database.spec.ts'],
  },
  {
    breaks: 'passwords in headers are logged',
    file: `${PLATFORM}/config/logging.ts`,
    replace: `'req.headers', `,
    by: '',
    specs: ['test/e2e/service/http.spec.ts'],
  },
  {
    breaks: 'the addresses of clients are logged',
    file: `${PLATFORM}/config/logging.ts`,
    replace: `'req.remoteAddress', `,
    by: '',
    specs: ['test/e2e/service/http.spec.ts'],
  },
  {
    breaks: 'a user name without a password is taken',
    file: `${PLATFORM}/config/kafka-security.ts`,
    replace: "  ['KAFKA_SASL_USERNAME', 'KAFKA_SASL_PASSWORD'],\n",
    by: '',
    specs: [`${PLATFORM}/config/kafka-security.spec.ts`],
  },
  {
    breaks: 'the key of another certificate is taken',
    file: `${PLATFORM}/config/kafka-security.ts`,
    replace: '!!ownKey && !own.checkPrivateKey(ownKey)',
    by: '!ownKey',
    specs: [`${PLATFORM}/config/kafka-security.spec.ts`],
  },
  {
    breaks: 'the line break at the end of a secret belongs to it',
    file: `${PLATFORM}/config/setting-files.ts`,
    replace: ".replace(/\\r?\\n$/, '')",
    by: '',
    specs: [`${PLATFORM}/config/kafka-security.spec.ts`],
  },
  {
    breaks: 'settings in .env are ignored',
    file: `${PLATFORM}/config/settings.ts`,
    replace: '    process.loadEnvFile();\n',
    by: '',
    specs: ['test/e2e/service/lifecycle.spec.ts'],
  },
  {
    breaks: 'an embedded server takes a port that clients are given, and may lose it while it restarts',
    file: `${PLATFORM}/embedded/local-server.ts`,
    replace: 'first: 20_000, last: 29_999',
    by: 'first: 20_000, last: 60_999',
    specs: [`${PLATFORM}/embedded/local-server.spec.ts`],
  },
  {
    breaks: 'a shutdown that PostgreSQL never ends is waited for by whoever starts next',
    file: `${PLATFORM}/embedded/embedded-postgres.ts`,
    replace: 'if (isStopping && deadline - performance.now() < PATIENCE_MS / 2)',
    by: 'if (isStopping && deadline === Infinity)',
    specs: [`${PLATFORM}/embedded/embedded-postgres.spec.ts`],
  },
  {
    breaks: 'a connection that leads nowhere is kept',
    file: `${PLATFORM}/database/connection-watch.ts`,
    replace: 'denials >= DENIALS',
    by: 'denials >= DENIALS * 1000',
    specs: [`${PLATFORM}/database/connection-watch.spec.ts`],
  },
  {
    breaks: 'a connection is ended although PostgreSQL works on its query',
    file: `${PLATFORM}/database/connection-watch.ts`,
    replace: 'connection.judge(working.has(connection.session.pid))',
    by: 'connection.judge(false)',
    specs: [`${PLATFORM}/database/connection-watch.spec.ts`],
  },
  {
    breaks: 'a session whose connection was ended keeps its locks',
    file: `${PLATFORM}/database/connection-watch.ts`,
    replace: '      this.abandoned.push(connection.session);\n',
    by: '',
    specs: [`${PLATFORM}/database/connection-watch.spec.ts`],
  },
  {
    breaks: 'dead connections that nobody uses each fail somebody',
    file: `${PLATFORM}/database/connection-watch.ts`,
    replace: 'this.end([...dead, ...unused]);',
    by: 'this.end(dead);',
    specs: [`${PLATFORM}/database/connection-watch.spec.ts`],
  },
  {
    breaks: 'who waits for a turn waits on while PostgreSQL is unreachable',
    file: `${PLATFORM}/database/connection-watch.ts`,
    replace: '    for (const giveUp of this.waiting) giveUp(unreachable());\n',
    by: '',
    specs: [`${PLATFORM}/database/connection-watch.spec.ts`],
  },
  {
    breaks: 'a connection to Redis that only listens is never found to be dead',
    file: `${PLATFORM}/queue/redis-pings.ts`,
    replace: "status === 'ready'",
    by: "status === 'end'",
    specs: [`${PLATFORM}/queue/queue.module.spec.ts`],
  },
  {
    breaks: 'a dead connection to Redis is kept',
    file: `${PLATFORM}/queue/queue.module.ts`,
    replace: '    socketTimeout: ANSWER_WITHIN,\n',
    by: '',
    specs: [`${PLATFORM}/queue/queue.module.spec.ts`],
  },
  {
    breaks: 'a process whose clock is wrong does not say so',
    file: `${PLATFORM}/database/clock-watch.ts`,
    replace: 'fault !== undefined',
    by: 'fault === undefined',
    specs: ['test/faults/wrong-clock.spec.ts'],
  },
];
