// Runs a bench straight from its source: `node bench/run.mjs report`. The service that it measures is the built one.
import { transformFileSync } from '@swc/core';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
require.extensions['.ts'] = (module, file) => module._compile(transformFileSync(file).code, file);
require(`./${process.argv[2]}.ts`);
