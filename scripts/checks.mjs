// Builds and checks for `npm test`, with as many scripts of package.json at a time as there are cores.
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** What takes longest comes first. Of those in a line, each needs the one before it. */
const CHECKS = [['lint:code'], ['build', 'lint:openapi'], ['typecheck'], ['lint:format'], ['architecture']];

const left = CHECKS.values();
await Promise.all(Array.from({ length: availableParallelism() }, runSome));

async function runSome() {
  for (const scripts of left) {
    for (const script of scripts) {
      if (await run(script)) continue;
      process.exitCode = 1;
      break;
    }
  }
}

/** Runs a script, and prints its output as a whole; returns whether it succeeded. */
function run(script) {
  const start = performance.now();
  const child = spawn('npm', ['run', '--silent', script], { stdio: ['ignore', 'pipe', 'pipe'] });
  const output = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => output.push(chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      const seconds = Math.round((performance.now() - start) / 1000);
      process.stdout.write(`${script}: ${code === 0 ? 'passed' : 'failed'} (${seconds} s)\n${Buffer.concat(output)}`);
      resolve(code === 0);
    });
  });
}
