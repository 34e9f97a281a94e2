// The programs of the bundle beside this file. V8 takes what it compiled of it at the build; on another Node.js it compiles anew.
const { createHash } = require('node:crypto');
const { readFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { join } = require('node:path');
const { Script } = require('node:vm');

const FILE = join(__dirname, 'bundle.js');
const COMPILED = join(__dirname, 'bundle.compiled');
const DIGEST_BYTES = 32;

const source = readFileSync(FILE, 'latin1');
const script = new Script(`(function (exports, require, module, __dirname) {${source}\n})`, {
  filename: FILE,
  cachedData: compiled(),
});
const bundle = { exports: {} };
script.runInThisContext()(bundle.exports, createRequire(FILE), bundle, __dirname);

module.exports = { programs: bundle.exports, script, COMPILED, digestOf };

/** What V8 compiled; undefined if that is not whole, or of another file or another kind of machine. V8 itself checks little of it. */
function compiled() {
  try {
    const file = readFileSync(COMPILED);
    const code = file.subarray(DIGEST_BYTES);
    return digestOf(code).equals(file.subarray(0, DIGEST_BYTES)) ? code : undefined;
  } catch {
    return undefined;
  }
}

/** A digest of compiled code and of all that it is good for; it comes before the code in its file. */
function digestOf(code) {
  return createHash('sha256')
    .update(`${process.version} ${process.arch} ${source.length}\n`)
    .update(source)
    .update(code)
    .digest();
}
