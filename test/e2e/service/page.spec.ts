import { get } from 'node:http';
import { json, newDataDir, removeDataDir, Service } from '../../support/service';

/** The most bytes that the first view may transfer: HTML, script and style. */
const BUDGET = 150_000;

let service: Service;

beforeAll(async () => {
  service = await Service.start(await newDataDir(), { REPORT_WORKERS: '0' });
});

afterAll(async () => {
  await service.stop();
  await removeDataDir(service.dataDir);
});

describe('the page', () => {
  it('is served at /, revalidated each time, with a policy that allows nothing inline or from elsewhere', async () => {
    const response = await service.get('/');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(/^text\/html/);
    expect(response.headers.get('cache-control')).toBe('no-cache');
    const policy = policyOf(response);
    expect(policy).toEqual(expect.arrayContaining(["default-src 'self'", "script-src 'self'", "style-src 'self'"]));
    expect(policy.join(';')).not.toMatch(/unsafe|https?:/);
    expect(await response.text()).not.toMatch(/(src|href)="(https?:)?\/\//);
  });

  it('does not share the inline styles that /docs may use', async () => {
    expect(policyOf(await service.get('/docs'))).toContain("style-src 'self' 'unsafe-inline'");
    expect(policyOf(await service.get('/docs-json'))).toContain("style-src 'self'");
  });

  it(`transfers less than ${BUDGET} bytes, and its assets are cached forever`, async () => {
    const html = await received('/');
    const assets = [...html.body.matchAll(/(?:src|href)="\.(\/assets\/[^"]+)"/g)].map(([, path]) => path ?? '');
    expect(assets.filter((path) => /\.(js|css)$/.test(path))).toHaveLength(2);
    const answers = await Promise.all(assets.map(received));
    for (const { cacheControl } of answers) expect(cacheControl).toBe('public, max-age=31536000, immutable');
    const bytes = [html, ...answers].reduce((sum, answer) => sum + answer.bytes, 0);
    expect(bytes).toBeGreaterThan(10_000);
    expect(bytes).toBeLessThan(BUDGET);
  });

  it('hides no path of the API', async () => {
    for (const path of ['/nothing', '/assets/nothing.js', '/assets', '/index.js', '/.env', '/..%2f..%2fpackage.json']) {
      const response = await service.get(path);
      expect([path, response.status]).toEqual([path, 404]);
      expect(await json(response)).toMatchObject({ code: 'unknown_route' });
    }
  });

  it('is only there to be read', async () => {
    for (const path of ['/', '/index.html', '/docs', '/docs-json']) {
      const refused = await service.post(path);
      expect(refused.headers.get('allow')).toBe('GET, HEAD, OPTIONS');
      expect(await json(refused)).toMatchObject({ status: 405, code: 'method_not_allowed' });
    }
  });

  it('sends part of a file as it is, also to a client that takes gzip', async () => {
    const [asset = ''] = /\/assets\/[^"]+\.js/.exec(await (await service.get('/')).text()) ?? [];
    const whole = Buffer.from(await (await service.get(asset)).arrayBuffer());
    // Longer than what is too short to be compressed.
    const part = await service.get(asset, { range: 'bytes=10-4009', 'accept-encoding': 'gzip' });
    expect([part.status, part.headers.get('content-encoding')]).toEqual([206, null]);
    expect(part.headers.get('content-range')).toBe(`bytes 10-4009/${whole.length}`);
    expect(Buffer.from(await part.arrayBuffer()).equals(whole.subarray(10, 4010))).toBe(true);
  });

  it('sends the documentation compressed', async () => {
    const plain = { 'accept-encoding': 'identity' };
    for (const path of ['/docs/swagger-ui-bundle.js', '/docs-json']) {
      const [whole, compressed] = [await service.get(path, plain), await received(path)];
      expect(compressed.bytes).toBeLessThan((await whole.arrayBuffer()).byteLength / 2);
    }
  });

  it.each([
    [416, 'range_not_satisfiable', { range: 'bytes=99999999-' }],
    [412, 'precondition_failed', { 'if-match': '"another"' }],
    [412, 'precondition_failed', { 'if-unmodified-since': 'Mon, 01 Jan 2001 00:00:00 GMT' }],
  ])('answers what its files cannot fulfil with %d, which nobody keeps: %s', async (status, code, headers) => {
    const [asset = ''] = /\/assets\/[^"]+\.js/.exec(await (await service.get('/')).text()) ?? [];
    for (const path of ['/', asset, '/docs/swagger-ui.css']) {
      const refused = await service.get(path, headers);
      expect(await json(refused)).toMatchObject({ status, code });
      expect(refused.headers.get('cache-control')).toBe('no-store');
      expect(refused.headers.get('content-range')).toEqual(
        status === 416 ? expect.stringMatching(/^bytes \*\/\d+$/) : null,
      );
    }
    expect(service.log).not.toContain('"context":"Problem"');
  });
});

function policyOf(response: Response): string[] {
  return (response.headers.get('content-security-policy') ?? '').split(';');
}

/** An answer as it came over the wire; `fetch` would decompress it. */
async function received(path: string) {
  return new Promise<{ bytes: number; cacheControl: string | undefined; body: string }>((resolve, reject) => {
    get(service.base + path, { headers: { 'Accept-Encoding': 'gzip' } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const body = Buffer.concat(chunks);
        resolve({
          bytes: body.length,
          cacheControl: response.headers['cache-control'],
          body: body.toString(),
        });
      });
    }).on('error', reject);
  });
}
