import { defineConfig } from 'vite';

export default defineConfig({
  // The page may be below any path.
  base: './',
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    // Keeps files out of style sheets, where they would be data: URLs, so that they are cached separately.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    // `npm run web:dev` uses a service on its default port.
    proxy: Object.fromEntries(
      [
        '/closures',
        '/docs',
        '/fleet',
        '/get_report',
        '/health',
        '/imports',
        '/incidents',
        '/outages',
        '/queues',
        '/reports',
        '/session',
        '/stores',
        '/targets',
        '/trigger_report',
      ].map((path) => [path, 'http://127.0.0.1:8000']),
    ),
  },
});
