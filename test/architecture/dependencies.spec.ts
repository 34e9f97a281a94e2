import { spawnSync } from 'node:child_process';
import { z } from 'zod';
import { absolute, filesIn, read } from './sources';

const names = z.record(z.string(), z.string());

const manifest = z
  .object({ dependencies: names, optionalDependencies: names, allowScripts: z.record(z.string(), z.boolean()) })
  .parse(JSON.parse(read('package.json')));

const lock = z
  .object({
    packages: z.record(
      z.string(),
      z.object({
        version: z.string().default(''),
        dev: z.boolean().optional(),
        optional: z.boolean().optional(),
        license: z.string().optional(),
        hasInstallScript: z.boolean().optional(),
        dependencies: names.optional(),
      }),
    ),
  })
  .parse(JSON.parse(read('package-lock.json'))).packages;

/** Old packages have a list of licences in the place of one. */
const ownManifest = z.object({ licenses: z.array(z.object({ type: z.string() })) });

const billOfMaterials = z.object({
  bomFormat: z.literal('CycloneDX'),
  components: z.array(
    z.object({
      purl: z.string(),
      licenses: z.array(z.unknown()).default([]),
      hashes: z.array(z.unknown()).default([]),
    }),
  ),
});

const page = read('docs/dependencies.md');

/** The first cells of a table, with the second ones, below a heading. */
function table(heading: string): Record<string, string> {
  const section = page.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  return Object.fromEntries(
    [...section.matchAll(/^\| `([^`]+)` +\| (.+?) +\|/gm)].map(([, name = '', next = '']) => [name, next]),
  );
}

function licenceOf(path: string): string {
  const licence = lock[path]?.license;
  if (licence !== undefined) return licence;
  const { licenses } = ownManifest.parse(JSON.parse(read(`${path}/package.json`)));
  return licenses.map(({ type }) => type).join(' OR ');
}

/** Packages with their licences, in the order of their names. */
function licencesOf(packages: readonly string[]): Record<string, string> {
  return Object.fromEntries(packages.toSorted().map((name) => [name, licenceOf(`node_modules/${name}`)]));
}

/** The packages that the page imports. */
function importedByPage(): string[] {
  const imports = filesIn('web/src')
    .filter((file) => /\.tsx?$/.test(file))
    .flatMap((file) => [...read(file).matchAll(/(?:from|import) '([^.'][^']*)'/g)].map(([, module = '']) => module));
  return [...new Set(imports.map((module) => /^(?:@[^/]+\/)?[^/]+/.exec(module)?.[0] ?? ''))].sort();
}

/** The paths of some packages and of all that they depend on, if they are installed side by side, as those of the page are. */
function withTheirOwn(packages: readonly string[], found = new Set<string>()): Set<string> {
  for (const name of packages) {
    const path = `node_modules/${name}`;
    if (found.has(path)) continue;
    withTheirOwn(Object.keys(lock[path]?.dependencies ?? {}), found.add(path));
  }
  return found;
}

describe('dependencies', () => {
  it('of the service are all listed with their licences, and nothing else is', () => {
    const declared = Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies });
    expect(table('Of the service')).toEqual(licencesOf(declared));
    expect(Object.keys(table('Of the service'))).toEqual(declared.toSorted());
  });

  it('of the page are, too', () => {
    const imported = importedByPage();
    expect(imported).toContain('preact');
    expect(table('In the page')).toEqual(licencesOf(imported));
  });

  it('have licences that are allowed, with all that they depend on', () => {
    const allowed = [...((page.split('## Licences')[1] ?? '').split('\n\n')[1]?.matchAll(/`([^`]+)`/g) ?? [])].map(
      ([, name = '']) => name,
    );
    expect(allowed).toContain('MIT');
    const inService = Object.keys(lock).filter((path) => path !== '' && lock[path]?.dev !== true);
    const paths = [...inService, ...withTheirOwn(importedByPage())];
    expect(paths.length).toBeGreaterThan(150);
    const used = new Set(paths.map((path) => licenceOf(path).replace(/^\((.*)\)$/, '$1')));
    const refused = [...used].filter((licence) => !licence.split(' OR ').some((one) => allowed.includes(one)));
    expect(refused).toEqual([]);
    expect(allowed.filter((one) => ![...used].some((licence) => licence.split(' OR ').includes(one)))).toEqual([]);
  });

  it('run no scripts when they are installed: each that has one is listed and denied', () => {
    const withScripts = Object.keys(lock).filter((path) => lock[path]?.hasInstallScript === true);
    const denied = withScripts.map((path) => path.replace(/^.*node_modules\//, '')).toSorted();
    expect(Object.keys(table('Install scripts'))).toEqual(denied);
    expect(manifest.allowScripts).toEqual(Object.fromEntries(denied.map((name) => [name, false])));
    expect(read('.npmrc')).toContain('\nstrict-allow-scripts=true\n');
  });

  it('are in the bill of materials, with their licences and hashes', () => {
    const { stdout } = spawnSync('npm', ['run', '--silent', 'sbom'], { cwd: absolute('.'), encoding: 'utf8' });
    const { components } = billOfMaterials.parse(JSON.parse(stdout));
    const listed = components.map(({ purl }) => decodeURIComponent(purl).replace(/^pkg:npm\//, ''));
    // Those for other platforms are not installed.
    const installed = Object.entries(lock).filter(
      ([path, { dev, optional }]) => path !== '' && dev !== true && optional !== true,
    );
    const expected = installed.map(([path, { version }]) => `${path.replace(/^.*node_modules\//, '')}@${version}`);
    expect(listed).toEqual(expect.arrayContaining(expected));
    expect(components.filter(({ licenses, hashes }) => licenses.length === 0 || hashes.length === 0)).toEqual([]);
  });
});
