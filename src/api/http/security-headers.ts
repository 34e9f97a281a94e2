import type { RequestHandler } from 'express';
import helmet from 'helmet';

/** A browser may load nothing from elsewhere, and may run no scripts or styles but this service's own files. */
export function securityHeaders(): RequestHandler {
  const strict = headers("'self'");
  // Swagger UI and Bull Board set styles inline.
  const forOthersPages = headers("'self'", "'unsafe-inline'");
  return (request, response, next) => {
    const isOthersPage = /^\/(docs|queues)(\/|$)/i.test(request.path);
    (isOthersPage ? forOthersPages : strict)(request, response, next);
  };
}

function headers(...styleSrc: string[]) {
  return helmet({
    // Whether a domain is served over TLS only is up to whatever terminates TLS.
    strictTransportSecurity: false,
    // Requests are not upgraded: TLS is terminated in front of this service.
    contentSecurityPolicy: { directives: { styleSrc, fontSrc: ["'self'"], upgradeInsecureRequests: null } },
  });
}
