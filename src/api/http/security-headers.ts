import type { RequestHandler } from 'express';
import helmet from 'helmet';

/** What a browser may do with an answer: load nothing from elsewhere, and run no scripts or styles but files of ours. */
export function securityHeaders(): RequestHandler {
  const strict = headers("'self'");
  // Swagger UI sets styles inline.
  const forDocumentation = headers("'self'", "'unsafe-inline'");
  return (request, response, next) => {
    const isDocumentation = /^\/docs(\/|$)/i.test(request.path);
    (isDocumentation ? forDocumentation : strict)(request, response, next);
  };
}

function headers(...styleSrc: string[]) {
  return helmet({
    // Whether a domain is reached by TLS alone is for whoever ends TLS to say.
    strictTransportSecurity: false,
    // Requests are not upgraded, for TLS ends before us.
    contentSecurityPolicy: { directives: { styleSrc, fontSrc: ["'self'"], upgradeInsecureRequests: null } },
  });
}
