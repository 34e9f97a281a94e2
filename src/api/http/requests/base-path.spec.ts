import { checkBasePath } from './base-path';

const PATHS = ['/stores/{store_id}', '/get_report'];

it.each(['/stores', '/Stores/a', '/get_report', '/docs', '/docs-json', '/assets/monitor', '/queues'])(
  'the base path %s is refused, as it begins like a path of the service',
  (basePath) => {
    expect(() => {
      checkBasePath(basePath, PATHS);
    }).toThrow(`BASE_PATH: ${basePath.split('/', 2).join('/')} is `);
  },
);

it.each(['/monitor', '/monitor/stores', '/store', '/reports.example'])('the base path %s is not', (basePath) => {
  expect(() => {
    checkBasePath(basePath, PATHS);
  }).not.toThrow();
});
