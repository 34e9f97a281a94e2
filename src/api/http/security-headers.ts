import type { RequestHandler } from 'express';
import helmet from 'helmet';
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';

/** A browser may load nothing from elsewhere, and may run no scripts or styles but this service's own files. */
export function securityHeaders(): RequestHandler {
  const strict = headers("'self'");
  // Swagger UI and Bull Board set styles inline.
  const forOthersPages = headers("'self'", "'unsafe-inline'");
  return (request, response, next) => {
    const isOthersPage = /^\/(docs|queues)(\/|$)/i.test(request.path);
    for (const [name, value] of isOthersPage ? forOthersPages : strict) response.setHeader(name, value);
    next();
  };
}

/** As helmet sets them. They are the same for all answers, so that it need not make them for each. */
function headers(...styleSrc: string[]): readonly [name: string, value: string][] {
  const set: [name: string, value: string][] = [];
  const response = new ServerResponse(new IncomingMessage(new Socket()));
  response.setHeader = (name, value) => {
    set.push([name, String(value)]);
    return response;
  };
  const setHeaders = helmet({
    // Whether a domain is served over TLS only is up to whatever terminates TLS.
    strictTransportSecurity: false,
    // Requests are not upgraded: TLS is terminated in front of this service.
    contentSecurityPolicy: { directives: { styleSrc, fontSrc: ["'self'"], upgradeInsecureRequests: null } },
  });
  setHeaders(response.req, response, () => undefined);
  return set;
}
