import type { Mutant } from '../mutant';

const HTTP = 'src/api/http';
const SERVER_SPECS = [`${HTTP}/server/new-server.spec.ts`];
const SYNTAX = { file: `${HTTP}/server/message-syntax.ts`, specs: SERVER_SPECS };
const SERVER = { file: `${HTTP}/server/new-server.ts`, specs: SERVER_SPECS };
const BROKEN = { file: `${HTTP}/server/broken-requests.ts`, specs: SERVER_SPECS };
const PIECES = { file: `${HTTP}/server/small-pieces.ts`, specs: SERVER_SPECS };
const TURNS = { file: `${HTTP}/server/turns.ts`, specs: SERVER_SPECS };
const SILENT = { file: `${HTTP}/server/silent-clients.ts`, specs: SERVER_SPECS };
const HOSTS = { file: `${HTTP}/allowed-hosts.ts`, specs: [`${HTTP}/allowed-hosts.spec.ts`] };
const MEMORY = { file: `${HTTP}/bodies/body-memory.ts`, specs: [`${HTTP}/bodies/request-body.spec.ts`] };
const FILTER = { file: `${HTTP}/problems/problem.filter.ts`, specs: [`${HTTP}/problems/problem.filter.spec.ts`] };
const KNOWN = { file: `${HTTP}/known-requests.ts`, specs: ['test/e2e/service/http.spec.ts'] };
const BODY = { file: `${HTTP}/bodies/request-body.ts`, specs: [`${HTTP}/bodies/request-body.spec.ts`] };
const EVENTS = { file: `${HTTP}/event-stream.ts`, specs: [`${HTTP}/event-stream.spec.ts`] };
const PIPE = {
  file: `${HTTP}/validation/request-validation.pipe.ts`,
  specs: [`${HTTP}/validation/request-validation.pipe.spec.ts`],
};

export const httpMutants: readonly Mutant[] = [
  {
    ...SYNTAX,
    breaks: 'the Host header counts more than the host of an absolute target',
    replace: '  request.headers.host = host;\n',
    by: '',
  },
  {
    ...SYNTAX,
    breaks: 'an absolute target without a path is passed on',
    replace: "rest.startsWith('/') ? rest : `/${rest}`",
    by: 'rest',
  },
  {
    ...SYNTAX,
    breaks: 'a request may have two hosts',
    replace: 'hosts > 1 || ',
    by: '',
  },
  {
    ...SYNTAX,
    breaks: 'a host may be anything',
    replace: '!HOST_FIELD.test',
    by: '!/^/.test',
  },
  {
    ...SYNTAX,
    breaks: 'chunks of HTTP/1.0 leave the connection open to what follows',
    replace: "httpVersion === '1.0' && ",
    by: 'false && ',
  },
  {
    ...SYNTAX,
    breaks: 'compressed chunks are taken for the body',
    replace: `coding === 'chunked' ?`,
    by: `coding.endsWith('chunked') ?`,
  },
  {
    ...SERVER,
    breaks: 'a trigger cannot name 200 stores',
    replace: 'MAX_HEADER_BYTES = 128 * 1024',
    by: 'MAX_HEADER_BYTES = 16 * 1024',
  },
  {
    ...SERVER,
    breaks: 'the connection of a malformed request goes on',
    replace: `        response.shouldKeepAlive &&= fault.code !== 'malformed_http';\n`,
    by: '',
  },
  {
    ...SERVER,
    breaks: 'a client that has closed its side gets no answer',
    replace: 'httpAllowHalfOpen: true',
    by: 'httpAllowHalfOpen: false',
  },
  {
    ...SERVER,
    breaks: 'headers after the 2,000th are dropped',
    replace: '  server.maxHeadersCount = 0;\n',
    by: '',
  },
  {
    ...BROKEN,
    breaks: 'a broken request is answered before the one in front of it',
    replace: `      response.once('close', answer);`,
    by: '      answer();',
  },
  {
    ...BROKEN,
    breaks: 'a problem is written into the middle of an answer',
    replace: '      socket.destroy();\n    } else if (!turns',
    by: '      answer();\n    } else if (!turns',
  },
  {
    ...BROKEN,
    breaks: 'a request that waits is answered before its turn if its body breaks',
    replace: '!turns.replaceLatest(socket, answer)',
    by: 'true',
  },
  {
    ...BROKEN,
    breaks: 'a broken request is answered once for each packet that follows',
    replace: 'broken.has(socket) || ',
    by: '',
  },
  {
    ...BROKEN,
    breaks: 'a tunnel is refused in the middle of an answer',
    replace: 'response.closed === false) socket.destroy();',
    by: 'response.closed === null) socket.destroy();',
  },
  {
    ...TURNS,
    breaks: 'all answers of a connection are made at once',
    replace: '    if (!line) {',
    by: '    if (!line || line) {',
  },
  {
    ...TURNS,
    breaks: 'any number of requests may wait on a connection',
    replace: 'line.length > MAX_WAITING.requests || ',
    by: '',
  },
  {
    ...TURNS,
    breaks: 'what waits on a connection may be of any size',
    replace: ' || bytes > MAX_WAITING.bytes',
    by: '',
  },
  {
    ...TURNS,
    breaks: 'the next request is answered for a client that is gone',
    replace: '      if (!socket.writable) return;\n',
    by: '',
  },
  {
    ...SERVER,
    breaks: 'requests that are refused for what they expect do not wait for their turn',
    replace: `    turns.take(request, response, () => {
      refuse(request, response, new CodedError('expectation_failed'));
    });`,
    by: `    refuse(request, response, new CodedError('expectation_failed'));`,
  },
  {
    breaks: 'a client that does not send the rest of an answered request holds up a shutdown',
    file: `${HTTP}/server/draining-adapter.ts`,
    replace: '      this.httpServer.closeAllConnections();\n',
    by: '',
    specs: [`${HTTP}/server/draining-adapter.spec.ts`],
  },
  {
    breaks: 'a request that comes during a shutdown is cut off',
    file: `${HTTP}/server/draining-adapter.ts`,
    replace: `    // Others may have come meanwhile.
    await Promise.all(this.atWork);\n`,
    by: '',
    specs: [`${HTTP}/server/draining-adapter.spec.ts`],
  },
  {
    ...SILENT,
    breaks: 'a client that is still sending loses the answer',
    replace: '      socket.end();\n',
    by: '      socket.destroy();\n',
  },
  {
    ...SILENT,
    breaks: 'a client may take nothing of its answer for ever',
    replace: 'socket.writableLength > 0 ?',
    by: 'socket.writableLength > Infinity ?',
  },
  {
    ...SILENT,
    breaks: 'a client that takes its answer slowly is cut',
    replace: 'handle.bytesWritten - handle.writeQueueSize',
    by: '0',
  },
  {
    ...SILENT,
    breaks: 'the rest of a body may trickle for ever',
    replace: 'Math.floor(socket.bytesRead / REST.bytes)',
    by: 'socket.bytesRead',
  },
  {
    ...SILENT,
    breaks: 'a client that has its answer may keep the connection half closed for ever',
    replace: 'socket.writableEnded || ',
    by: '',
  },
  {
    ...SILENT,
    breaks: 'empty lines keep a connection for ever',
    replace: ' ? undefined : number;',
    by: ' ? undefined : undefined;',
  },
  {
    ...FILTER,
    breaks: 'a 4xx without a code of its own becomes a 500',
    replace: '  if (status < 500) return new RefusedError(status, error);\n',
    by: '',
  },
  {
    ...FILTER,
    breaks: 'browsers keep a problem for as long as the file',
    replace: '    for (const name of HEADERS_OF_ANSWER) response.removeHeader(name);\n',
    by: '',
  },
  {
    ...KNOWN,
    breaks: 'a path in capitals may have any parameter',
    replace: `/?$\`, 'i')`,
    by: '/?$`)',
  },
  {
    ...KNOWN,
    breaks: 'a kind of import counts as the id of one',
    replace: '[literal, exact, known].find(',
    by: '[literal, known].find(',
  },
  {
    ...KNOWN,
    breaks: 'what is neither a kind of import nor the id of one takes any method',
    replace: '[literal, exact, known].find(',
    by: '[literal, exact].find(',
  },
  {
    ...KNOWN,
    breaks: 'the attributes of stores are a store, too',
    replace: '[literal, exact, known].find(',
    by: '[exact, known].find(',
  },
  {
    breaks: 'the document does not say that other fields are refused',
    file: `${HTTP}/validation/body-fields.ts`,
    replace: ', additionalProperties: false }',
    by: ' }',
    specs: ['test/architecture/problems.spec.ts'],
  },
  {
    breaks: 'the document has no event for a report that is complete',
    file: 'src/api/reports/report.dto.ts',
    replace: "'progress', 'complete', ",
    by: "'progress', ",
    specs: ['test/e2e/service/contract.spec.ts'],
  },
  {
    breaks: 'a text that could be no cursor is taken for one',
    file: `${HTTP}/validation/cursor.ts`,
    replace: "typeof text === 'string' && FORM.test(text)",
    by: "typeof text === 'string'",
    specs: [`${HTTP}/validation/cursor.spec.ts`],
  },
  {
    breaks: 'a parameter after a thousand others is ignored',
    file: `${HTTP}/validation/finding/store-filter.ts`,
    replace: '{ maxKeys: 0 }',
    by: '{}',
    specs: ['test/e2e/service/http.spec.ts'],
  },
  {
    breaks: 'part of a file is compressed',
    file: 'src/api/page/page.ts',
    replace: 'response.statusCode !== 206 && ',
    by: '',
    specs: ['test/e2e/service/page.spec.ts'],
  },
  {
    breaks: 'outages that cost nothing leave an empty line',
    file: 'src/api/outages/outage-answers.ts',
    replace: 'if (outages.length === 0) continue;',
    by: '',
    specs: ['src/api/stores/stores-api.spec.ts'],
  },
  {
    ...BODY,
    breaks: 'two encodings count as one',
    replace: 'others.length === 0 && ',
    by: '',
  },
  {
    ...BODY,
    breaks: 'an empty body is broken gzip',
    replace: ' || gunzip.bytesWritten > 0',
    by: ' || true',
  },
  {
    ...BODY,
    breaks: 'gzip that is cut is taken for whole',
    replace: ' || gunzip.bytesWritten > 0',
    by: '',
  },
  {
    ...BODY,
    breaks: 'a client is given up for the time that its body is not read',
    replace: 'isAwaited ? Math.floor(socket.bytesRead / LEAST_PROGRESS) : undefined',
    by: 'Math.floor(socket.bytesRead / LEAST_PROGRESS)',
  },
  {
    ...BODY,
    breaks: 'a body that trickles holds its memory for ever',
    replace: 'Math.floor(socket.bytesRead / LEAST_PROGRESS)',
    by: 'socket.bytesRead',
  },
  {
    ...BODY,
    breaks: 'a body may come for ever, however slowly',
    replace: 'timeLimit === 0 ? undefined : setTimeout(giveUp, timeLimit)',
    by: 'undefined',
  },
  {
    ...PIECES,
    breaks: 'each byte of a chunked body is a piece of its own',
    replace: ' || piece.length >= LARGE',
    by: ' || piece.length >= 0',
  },
  {
    ...PIECES,
    breaks: 'what is read of a body has no end',
    replace: 'request.readableLength + joined.length < most || flush()',
    by: 'true',
    specs: [`${HTTP}/server/small-pieces.spec.ts`],
  },
  {
    ...BODY,
    breaks: 'the rest of a body is never read once its answer is known',
    replace: '    request.resume();\n',
    by: '',
  },
  {
    breaks: 'files in progress keep JSON bodies out',
    file: `${HTTP}/bodies/body-memory.ts`,
    replace: 'fileMemory = new BodyMemory(64 * 2 ** 20)',
    by: 'fileMemory = jsonMemory',
    specs: ['src/api/imports/imports-api.spec.ts'],
  },
  {
    ...MEMORY,
    breaks: 'memory is not free again once a request is answered',
    replace: 'this.held -= this.heldBy',
    by: 'this.held -= 0 * this.heldBy',
  },
  {
    ...HOSTS,
    breaks: 'a probe is whatever begins like one',
    replace: String.raw`\/?$/i`,
    by: '/i',
  },
  {
    ...HOSTS,
    breaks: 'a service on a loopback address is asked by any name',
    replace: '(isLocal ? [] : undefined)',
    by: 'undefined',
  },
  {
    breaks: 'each who watches a report asks the database',
    file: 'src/api/reports/report-events.ts',
    replace: '    if (watched) return watched;\n',
    by: '',
    specs: ['src/api/reports/reports-api.spec.ts'],
  },
  {
    breaks: 'a report is said to have failed while PostgreSQL is away',
    file: 'src/api/reports/report-events.ts',
    replace: 'isUnavailable(error) ?',
    by: 'false ?',
    specs: ['src/api/reports/reports-api.spec.ts'],
  },
  {
    ...EVENTS,
    breaks: 'a stream is quiet for longer than proxies wait',
    replace: 'QUIET = 15_000',
    by: 'QUIET = 60_000',
  },
  {
    ...EVENTS,
    breaks: 'a stream goes on after its last event',
    replace: '      takeUntil(events.pipe(ignoreElements(), endWith(undefined))),\n',
    by: '',
  },
  {
    ...EVENTS,
    breaks: 'a stream that has had no event yet is quiet',
    replace: '      startWith(undefined),\n',
    by: '',
  },
  {
    breaks: 'the events of a report have no comments',
    file: 'src/api/reports/report-events.ts',
    replace: 'keptAlive(), ',
    by: '',
    specs: ['src/api/reports/reports-api.spec.ts'],
  },
  {
    ...PIPE,
    breaks: 'every wrong instant has lost a +',
    replace: "  return typeof value === 'string' &&",
    by: "  return value !== 'yesterday' || typeof value === 'string' &&",
  },
  {
    breaks: 'an empty body in chunks needs a type',
    file: `${HTTP}/bodies/json-body.ts`,
    replace: ' || request.rawBody.length > 0',
    by: ` || request.headers['transfer-encoding']`,
    specs: ['test/e2e/service/http.spec.ts'],
  },
  {
    breaks: 'a request may write what it likes into the log',
    file: 'src/api/http/requests/request-ids.ts',
    replace: ' && REQUEST_ID.test(given)',
    by: '',
    specs: ['src/api/http/requests/request-ids.spec.ts'],
  },
  {
    breaks: 'a trace goes on although nobody can have sent it',
    file: 'src/api/http/requests/request-ids.ts',
    replace: '|00.{53}-',
    by: '',
    specs: ['src/api/http/requests/request-ids.spec.ts'],
  },
  {
    breaks: 'the line of a request does not say which report it has triggered',
    file: 'src/access/audit/act.ts',
    replace: '  addLogFields(ids);\n',
    by: '',
    specs: ['test/e2e/service/http.spec.ts'],
  },
];
