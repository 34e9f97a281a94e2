// Puts the service, as `nest build` has compiled it, and its packages into one file, dist/src/bundle.js, and describes its API. Otherwise
// most of a start would be to find, read and compile thousands of files, and to find out what the controllers declare.
import { copyFileSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));
const SOURCE = join(PROJECT, 'dist/compiled/src');
const TARGET = join(PROJECT, 'dist/src');
const STAGING = join(PROJECT, 'dist/src.new');

/** What is started as `node dist/src/NAME.js`. */
const PROGRAMS = new Set(
  Array.from(
    readFileSync(join(PROJECT, 'package.json'), 'utf8').matchAll(/\bnode dist\/src\/([^".]+)\.js/g),
    ([, name]) => name,
  ),
);
/** What scripts use, this one too. */
const PARTS = ['api/http/openapi', 'cli/docs/preview', 'platform/config/settings'];

/** The file that the bundle begins with: each program and part as a function that runs it. */
const entry = {
  name: 'entry',
  resolveId: (id) => (id === 'entry' ? '\0entry.cjs' : undefined),
  load: (id) =>
    id === '\0entry.cjs'
      ? [...PROGRAMS, ...PARTS]
          .map((name) => `exports['${name}'] = () => require(${JSON.stringify(join(SOURCE, `${name}.js`))});`)
          .join('\n')
      : undefined,
};

/** Files find what is beside them, although the bundle is elsewhere. */
const folders = {
  name: 'folders',
  transform: {
    filter: { code: /\b__(?:dir|file)name\b/ },
    handler: (code, id) => {
      // What is built beside the bundle takes the place of its source; packages stay where they are.
      const from = id.startsWith(SOURCE + sep) ? SOURCE : TARGET;
      const place = (path) => `(__dirname + ${JSON.stringify(`/${relative(from, path).split(sep).join('/')}`)})`;
      return code.replace(/\b__dirname\b/g, place(dirname(id))).replace(/\b__filename\b/g, place(id));
    },
  },
};

/** Terminus loads packages by names that it computes, only to see that they are there: they would be loaded a second time. */
const presence = {
  name: 'presence',
  transform: {
    filter: { id: /@nestjs\/terminus\/dist\/utils\/checkPackage\.util\.js$/ },
    handler: (code) => {
      const seen = code.replace('require(`${module}`)', 'require.resolve(`${module}`)');
      if (seen === code) throw new Error('Terminus looks for packages in another way.');
      return seen;
    },
  },
};

rmSync(STAGING, { recursive: true, force: true });
mkdirSync(join(STAGING, 'cli'), { recursive: true });
writeFileSync(join(STAGING, 'bundle.js'), inAscii(await bundle()));
copyFileSync(join(PROJECT, 'scripts/run.cjs'), join(STAGING, 'run.cjs'));

const { programs, script, COMPILED, digestOf } = createRequire(import.meta.url)(join(STAGING, 'run.cjs'));
const api = await programs['cli/docs/preview']().previewApi();
const document = programs['api/http/openapi']().openApiDocument(api);
writeFileSync(join(PROJECT, 'dist/api.json'), JSON.stringify(api));
writeFileSync(join(PROJECT, 'dist/openapi.json'), JSON.stringify(document, undefined, 2));
// By now, V8 has compiled most of what a start needs.
const code = script.createCachedData();
writeFileSync(COMPILED, Buffer.concat([digestOf(code), code]));
for (const name of PROGRAMS) {
  const run = name.includes('/') ? '../run.cjs' : './run.cjs';
  writeFileSync(join(STAGING, `${name}.js`), `require('${run}').programs['${name}']();\n`);
}
// A build that is interrupted leaves what there was.
rmSync(TARGET, { recursive: true, force: true });
renameSync(STAGING, TARGET);

async function bundle() {
  const sources = await rolldown({
    cwd: PROJECT,
    input: 'entry',
    plugins: [entry, folders, presence],
    // It has the words that `folders` replaces in its texts.
    external: 'ejs',
    platform: 'node',
    // Of packages, the files that require() would find.
    resolve: { conditionNames: ['require', 'node', 'default'], mainFields: ['main'] },
    treeshake: false,
    // Nest and TypeORM look for packages that the service does without.
    checks: { unresolvedImport: false, eval: false, bundlerTimings: false },
    onLog: (_level, { message }) => {
      throw new Error(message);
    },
  });
  const { output } = await sources.generate({
    format: 'cjs',
    codeSplitting: false,
    // In what V8 compiled before, import() of another file does not work.
    dynamicImportInCjs: false,
    // A call whose result nobody uses may still throw.
    minify: false,
    comments: false,
    keepNames: true,
  });
  return output[0].code;
}

/** As V8 keeps twelve million characters of ASCII in half the memory. */
function inAscii(code) {
  if (/\\[^\0-\x7f]/.test(code)) throw new Error('A character after a backslash cannot be written as its code.');
  return code.replace(/[^\0-\x7f]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
