import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isProblemCode, PROBLEMS } from '../../src/api/http/problems/problems';

const SRC = join(__dirname, '../../src');

interface Source {
  readonly file: string;
  readonly text: string;
}

const sources: readonly Source[] = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
  .map((file) => ({ file, text: readFileSync(join(SRC, file), 'utf8') }));

function matches(pattern: RegExp, where: (file: string) => boolean = () => true): { file: string; match: string }[] {
  return sources
    .filter(({ file }) => where(file))
    .flatMap(({ file, text }) => [...text.matchAll(pattern)].map(([, match = '']) => ({ file, match })));
}

describe('the catalogue of problems', () => {
  it('has every code that is thrown', () => {
    const thrown = matches(/new (?:Coded|Parameter)Error\(\s*'(\w+)'/g);
    expect(thrown.length).toBeGreaterThan(40);
    expect(thrown.filter(({ match }) => !isProblemCode(match))).toEqual([]);
  });

  it('has no code without a documented call, apart from those for unknown routes and methods', () => {
    const documented = new Set(
      matches(/ApiProblems\(([^)]*)\)/g).flatMap(({ match }) =>
        [...match.matchAll(/'(\w+)'/g)].map(([, code]) => code),
      ),
    );
    const undocumented = Object.keys(PROBLEMS).filter((code) => !documented.has(code));
    expect(undocumented).toEqual(['unknown_route', 'method_not_allowed']);
  });

  it('is the only source of problem texts: no other file gives an HTTP exception a message', () => {
    const exceptions =
      /new ((?:Http|BadRequest|NotFound|Conflict|Gone|Forbidden|PayloadTooLarge|UnprocessableEntity)\w*Exception)\(/g;
    expect(matches(exceptions)).toEqual([]);
  });

  it('fills in every placeholder of a text in its example', () => {
    for (const [code, { text, ...kind }] of Object.entries(PROBLEMS)) {
      const names = [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect([code, ...Object.keys('example' in kind ? kind.example : {}).sort()]).toEqual([code, ...names.sort()]);
    }
  });
});
