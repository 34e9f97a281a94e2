import { defineConfig } from 'vite';

export default defineConfig({
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    // A file within a style sheet would be a data: URL; as a file of its own it is cached for itself.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    // `npm run web:dev` beside a service on its usual port.
    proxy: Object.fromEntries(
      ['/docs', '/fleet', '/get_report', '/health', '/imports', '/reports', '/stores', '/trigger_report'].map(
        (path) => [path, 'http://127.0.0.1:8000'],
      ),
    ),
  },
});
