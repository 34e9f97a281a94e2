import type { Mutant } from '../mutant';

const PERCENT = ['src/calculator/targets/percent.spec.ts'];
const STATUS = ['src/calculator/targets/target-status.spec.ts'];
const MONTH = ['src/calculator/targets/month.spec.ts'];
const SALES = ['src/calculator/lost-sales.spec.ts'];
const EFFECTIVE = ['src/targets/effective-targets.spec.ts'];
const MODULE = ['src/targets/targets.module.spec.ts'];
const FILE = ['src/ingestion/imports/file-name.spec.ts'];

export const targetsMutants: readonly Mutant[] = [
  {
    breaks: 'a target that is missed by less than it shows is met',
    file: 'src/calculator/targets/target-status.ts',
    replace: 'lost * WHOLE_TARGET <= allowedSoFar',
    by: 'lost * WHOLE_TARGET < allowedSoFar',
    specs: STATUS,
  },
  {
    breaks: 'the share that is shown is rounded up',
    file: 'src/calculator/targets/target-status.ts',
    replace: 'Number((uptime * WHOLE_TARGET) / (uptime + downtime))',
    by: 'Math.ceil(Number(uptime * WHOLE_TARGET) / Number(uptime + downtime))',
    specs: STATUS,
  },
  {
    breaks: 'what is to come may not be lost',
    file: 'src/calculator/targets/target-status.ts',
    replace: 'allowedSoFar + sumOf',
    by: 'allowedSoFar - sumOf',
    specs: STATUS,
  },
  {
    breaks: 'the time is gone on the date by whose end all of it is lost',
    file: 'src/calculator/targets/target-status.ts',
    replace: '* WHOLE_TARGET > allowed * counted',
    by: '* WHOLE_TARGET >= allowed * counted',
    specs: STATUS,
  },
  {
    breaks: 'the pace is that of no store',
    file: 'src/calculator/targets/target-status.ts',
    replace: 'lostSoFar * counted + lost * ahead',
    by: 'lostSoFar * counted + ahead',
    specs: STATUS,
  },
  {
    breaks: 'minutes that are gone show as left',
    file: 'src/calculator/targets/target-status.ts',
    replace: 'value < 0n && value % by !== 0n ? 1n : 0n',
    by: '0n',
    specs: STATUS,
  },
  {
    breaks: 'a target of nothing is one',
    file: 'src/calculator/targets/percent.ts',
    replace: '(?!0(?:\\.0+)?$)',
    by: '',
    specs: PERCENT,
  },
  {
    breaks: 'zeros at the end of a target are kept',
    file: 'src/calculator/targets/percent.ts',
    replace: ".replace(/0+$/, '')",
    by: '',
    specs: PERCENT,
  },
  {
    breaks: 'what is lost in a night falls on the date on which it ends',
    file: 'src/calculator/targets/month.ts',
    replace: 'Math.min(to, end) - Math.max(from, start)',
    by: 'to - Math.max(from, start)',
    specs: MONTH,
  },
  {
    breaks: 'a closure does not cover what is to come',
    file: 'src/calculator/targets/month.ts',
    replace: 'const counted = without(scheduled, closures);',
    by: 'const counted = scheduled;',
    specs: MONTH,
  },
  {
    breaks: 'dates that do not begin in their order overlap',
    file: 'src/calculator/targets/month.ts',
    replace: 'starts.push(Math.max(start, starts.at(-1) ?? start));',
    by: 'starts.push(start);',
    specs: MONTH,
  },
  {
    breaks: 'lost sales are rounded down',
    file: 'src/calculator/lost-sales.ts',
    replace: '(millionthMicros + HUNDREDTH / 2n) / HUNDREDTH',
    by: 'millionthMicros / HUNDREDTH',
    specs: SALES,
  },
  {
    breaks: 'a rate with a thousands separator is known',
    file: 'src/calculator/lost-sales.ts',
    replace: '/^[0-9]{1,15}(?:',
    by: '/^[0-9,]{1,15}(?:',
    specs: SALES,
  },
  {
    breaks: 'the target of the fleet comes before that of an attribute',
    file: 'src/targets/effective-targets.ts',
    replace: 'this.ofAttributes(valueOf) ?? this.fleet',
    by: 'this.fleet ?? this.ofAttributes(valueOf)',
    specs: EFFECTIVE,
  },
  {
    breaks: 'the lowest of several targets holds',
    file: 'src/targets/effective-targets.ts',
    replace: 'found.target > (highest?.target ?? 0)',
    by: 'found.target < (highest?.target ?? Infinity)',
    specs: EFFECTIVE,
  },
  {
    breaks: 'of several targets as high the last one holds',
    file: 'src/targets/effective-targets.ts',
    replace: 'found.target > (highest?.target ?? 0)',
    by: 'found.target >= (highest?.target ?? 0)',
    specs: EFFECTIVE,
  },
  {
    breaks: 'setting the same again is a change',
    file: 'src/targets/targets.ts',
    replace: 'WHERE target.percent <> excluded.percent',
    by: 'WHERE true',
    specs: MODULE,
  },
  {
    breaks: 'a target that is removed is not in the audit',
    file: 'src/targets/targets.ts',
    replace: 'if (rows[0]) await recordAct',
    by: 'if (!rows[0]) await recordAct',
    specs: MODULE,
  },
  {
    breaks: 'a page of targets begins with the last one of the page before',
    file: 'src/targets/targets.ts',
    replace: ') > ($2, $3, $4)',
    by: ') >= ($2, $3, $4)',
    specs: MODULE,
  },
  {
    breaks: 'the groups of other targets are kept',
    file: 'src/targets/target-statuses.ts',
    replace: 'JSON.stringify([query, by, digest])',
    by: 'JSON.stringify([query, by])',
    specs: MODULE,
  },
  {
    breaks: 'stores without a target are in the sums',
    file: 'src/targets/target-group.ts',
    replace: 'if (!target) return;\n    const',
    by: 'if (!target) throw new RangeError();\n    const',
    specs: MODULE,
  },
  {
    breaks: 'stores that were archived before the month count',
    file: 'src/targets/store-months.ts',
    replace: 'isGone && figures.seen.scheduled',
    by: 'false && figures.seen.scheduled',
    specs: MODULE,
  },
  {
    breaks: 'the file of an import keeps its folders',
    file: 'src/ingestion/imports/file-name.ts',
    replace: ".replace(/^.*[/\\\\]/s, '')",
    by: '',
    specs: FILE,
  },
];
