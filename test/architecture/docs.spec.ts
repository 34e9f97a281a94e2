import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { SECTIONS, withSection } from '../../src/cli/docs/sections';

const ROOT = resolve(__dirname, '../..');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');

describe('the documentation', () => {
  it.each(SECTIONS.map((section) => ({ ...section, title: `${section.file}, ${section.name}` })))(
    'is what npm run docs writes: $title',
    (section) => {
      const content = read(section.file);
      expect(content).toBe(withSection(content, section));
    },
  );

  const pages = filesIn('.', /^[^/]+\.md$/, false).concat(filesIn('docs', /\.md$/));

  it('links to files and headings that exist', () => {
    expect(pages.length).toBeGreaterThan(10);
    expect(pages.flatMap(brokenLinks)).toEqual([]);
  });

  it('names source files that exist', () => {
    const missing = pages.flatMap((page) =>
      [...read(page).matchAll(/`([\w./-]+\/[\w.-]+\.(?:tsx?|mjs))`/g)]
        .map(([, file = '']) => file)
        .filter((file) => !['', 'src', 'web/src'].some((folder) => existsSync(join(ROOT, folder, file))))
        .map((file) => `${page}: ${file}`),
    );
    expect(missing).toEqual([]);
  });

  it('numbers its rules without gaps, and code cites each of them and no others', () => {
    const numbers = [...read('docs/rules.md').matchAll(/^### R(\d+)\. /gm)].map(([, number]) => Number(number));
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    const cited = ['src', 'test', 'web/src', 'bench']
      .flatMap((folder) => filesIn(folder, /\.tsx?$/))
      .flatMap((file) => [...read(file).matchAll(/docs\/rules\.md, (R\d+(?:(?: and |, )R\d+)*)/g)])
      .flatMap(([, rules = '']) => [...rules.matchAll(/\d+/g)].map(Number));
    expect([...new Set(cited)].sort((a, b) => a - b)).toEqual(numbers);
  });
});

/** Paths of files in a folder, from the root of the repository. */
function filesIn(folder: string, name: RegExp, recursive = true): string[] {
  return readdirSync(join(ROOT, folder), { recursive, encoding: 'utf8' })
    .filter((file) => name.test(file))
    .map((file) => join(folder, file));
}

/** Relative links of a page, such as `page.md: other.md#heading`, whose file or heading does not exist. */
function brokenLinks(page: string): string[] {
  return [...withoutCode(read(page)).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
    .filter((target) => {
      const [path = '', heading] = target.split('#');
      const file = path === '' ? page : join(dirname(page), path);
      if (!existsSync(join(ROOT, file))) return true;
      return heading !== undefined && !headingsOf(read(file)).includes(heading);
    })
    .map((target) => `${page}: ${target}`);
}

/** The anchors of a page's headings, as GitHub makes them. */
function headingsOf(text: string): string[] {
  return [...withoutCode(text).matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

function withoutCode(text: string): string {
  return text.replace(/^```[^]*?^```/gm, '');
}
