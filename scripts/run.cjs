// The programs of the bundle beside this file. V8 takes what it compiled of it at the build; on another Node.js it compiles anew.
const { existsSync, readFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { join } = require('node:path');
const { Script } = require('node:vm');

const FILE = join(__dirname, 'bundle.js');
const COMPILED = join(__dirname, 'bundle.compiled');

const script = new Script(`(function (exports, require, module, __dirname) {${readFileSync(FILE, 'latin1')}\n})`, {
  filename: FILE,
  ...(existsSync(COMPILED) && { cachedData: readFileSync(COMPILED) }),
});
const bundle = { exports: {} };
script.runInThisContext()(bundle.exports, createRequire(FILE), bundle, __dirname);

module.exports = { programs: bundle.exports, script, COMPILED };
