// Lets `npm start` and its siblings work on a checkout that was installed but not yet built.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const parts = ['../dist/src/main.js', '../dist/web/index.html'];
if (!parts.every((part) => existsSync(new URL(part, import.meta.url)))) {
  const built = spawnSync('npm', ['run', 'build'], { stdio: 'inherit', shell: process.platform === 'win32' });
  process.exitCode = built.status ?? 1;
}
