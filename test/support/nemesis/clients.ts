import { setTimeout as delay } from 'node:timers/promises';
import { within } from '../../../src/common/deadline';
import { codeOf, messageOf } from '../../../src/common/error-code';
import type { Random } from '../../../src/common/random';
import type { NaiveOpening, NaiveWeek } from '../../property/naive/store';
import type { Service } from '../service';
import type { Content } from './state';
import { file, observationsBody, putRequest, type Write, type Writes } from './writes';

export const STORES = Array.from({ length: 24 }, (_, index) => `store-${String(index).padStart(2, '0')}`);
const ZONES = ['America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'Pacific/Apia', 'UTC'];
const MINUTE = 60_000_000;
const HOUR = 60 * MINUTE;
const DAY_MS = 86_400_000;
const START = Date.UTC(2024, 9, 1) * 1000;
/** Few enough that clients correct each other. */
const POLLS = 400;
const POLL = 33 * MINUTE;
/** Milliseconds after which a client gives up an answer. */
const PATIENCE = 30_000;
/** Milliseconds between two requests of a client. */
const PAUSE = 50;

/** What may be answered besides success: not now, no space, the body came too slowly, the import was given up meanwhile. */
const REFUSALS = [503, 507, 408];

/**
 * Clients that use the service whatever happens to it, and remember what they were told. They ask for no connection of their
 * own: with `Connection: close`, Node takes an answer that was cut off by a reset for a whole one.
 */
export class Clients {
  /** The ids of reports, and their CSV once it was downloaded. */
  readonly reports = new Map<string, string | undefined>();
  /** Answers that nobody should get. */
  readonly faults: string[] = [];
  private readonly over = new AbortController();

  /** @param service the one that runs at the moment */
  constructor(
    private readonly service: () => Service,
    private readonly writes: Writes,
  ) {}

  /** Sends one file for each kind, of all stores. */
  async begin(random: Random): Promise<void> {
    const contents: Content[] = [
      { observations: STORES.map((storeId) => ({ storeId, at: START, active: random.chance(0.5) })) },
      { zones: STORES.map((storeId) => ({ storeId, timezone: random.pick(ZONES) })) },
      { hours: STORES.map((storeId) => ({ storeId, rows: weekOf(random) })) },
    ];
    for (const content of contents) await this.sendFile(this.writes.begin(content));
  }

  /** Posts observations, each batch until it is confirmed. */
  async post(random: Random): Promise<void> {
    await this.untilOver(async () => {
      const write = this.writes.begin({ observations: pollsOf(random, random.integer(1, 20)) });
      const headers = { 'content-type': 'application/json', 'idempotency-key': `${write.bytes}` };
      for (;;) {
        await this.send(write, (service) => service.post('/observations', observationsBody(write), headers));
        if (write.importId !== undefined || this.over.signal.aborted) return;
        await delay(PAUSE);
      }
    });
  }

  /** Imports files, each only once. */
  async importFiles(random: Random): Promise<void> {
    await this.untilOver(async () => {
      const some = STORES.filter((_, index) => index === 0 || random.chance(0.3));
      const from = maybeDate(random);
      const content = random.choose<() => Content>([
        [8, () => ({ observations: pollsOf(random, 100) })],
        [1, () => ({ zones: some.map((storeId) => ({ storeId, timezone: random.pick(ZONES), ...from })) })],
        [1, () => ({ hours: some.map((storeId) => ({ storeId, rows: weekOf(random), ...from })) })],
        [1, () => ({ specialHours: some.map((storeId) => specialDayOf(random, storeId)) })],
        [1, () => ({ closures: [closureOf(random, random.pick([...STORES, '*']))] })],
      ])();
      await this.sendFile(this.writes.begin(content));
    });
  }

  /** Sets zones, hours and special days of stores, each only once. */
  async set(random: Random): Promise<void> {
    await this.untilOver(async () => {
      const storeId = random.pick(STORES);
      const from = maybeDate(random);
      const content = random.choose<() => Content>([
        [3, () => ({ zones: [{ storeId, timezone: random.pick(ZONES), ...from }] })],
        [3, () => ({ hours: [{ storeId, rows: weekOf(random), ...from }] })],
        [1, () => ({ hours: [{ storeId, rows: 'closed', from: dateOf(random) }] })],
        [2, () => ({ specialHours: [specialDayOf(random, storeId)] })],
      ])();
      const write = this.writes.begin(content);
      const { path, body } = putRequest(write);
      await this.send(write, (service) => service.put(path, body));
    });
  }

  /** Triggers reports and downloads them. */
  async report(random: Random): Promise<void> {
    await this.untilOver(async () => {
      const asOf = new Date((START + random.integer(0, POLLS) * POLL) / 1000).toISOString();
      const body = random.chance(0.5) ? JSON.stringify({ as_of: asOf }) : '{}';
      const headers = { 'content-type': 'application/json' };
      const answer = await this.ask((service) => service.post('/trigger_report', body, headers));
      if (answer?.status !== 202) return;
      const reportId = idIn(answer.body);
      this.reports.set(reportId, undefined);
      while (this.reports.get(reportId) === undefined && !this.over.signal.aborted) {
        await delay(PAUSE);
        const got = await this.ask((service) => service.get(`/get_report?report_id=${reportId}`));
        if (got?.status === 200 && !got.body.startsWith('{')) this.reports.set(reportId, got.body);
      }
    });
  }

  stop(): void {
    this.over.abort();
  }

  private async sendFile(write: Write): Promise<void> {
    const { kind, body } = file(write);
    await this.send(write, (service) => service.importCsv(kind, body));
  }

  private async send(write: Write, call: (service: Service) => Promise<Response>): Promise<void> {
    const answer = await this.ask(call);
    if (answer && answer.status < 300) write.importId = idIn(answer.body);
  }

  /** The answer to a request; undefined if none arrives, or only part of one. */
  private async ask(call: (service: Service) => Promise<Response>): Promise<Answer | undefined> {
    const service = this.service();
    const asked = performance.now();
    try {
      return await within(
        PATIENCE,
        call(service).then(async (response) => {
          const answer = { status: response.status, body: await response.text() };
          if (answer.status >= 300 && !REFUSALS.includes(answer.status)) this.faults.push(JSON.stringify(answer));
          return answer;
        }),
      );
    } catch (error) {
      const waited = performance.now() - asked;
      if (!isCut(error)) this.faults.push(`${String(error)} after ${waited.toFixed(0)} ms`);
      return undefined;
    }
  }

  private async untilOver(work: () => Promise<void>): Promise<void> {
    while (!this.over.signal.aborted) {
      await work();
      await delay(PAUSE);
    }
  }
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

/** Whether the connection of a request was refused, cut or silent. */
function isCut(error: unknown): boolean {
  return /fetch failed|terminated/.test(messageOf(error)) || codeOf(error) === 'ETIMEDOUT';
}

function idIn(body: string): string {
  const id = /"(?:import|report)_id":"([^"]+)"/.exec(body)?.[1];
  if (id === undefined) throw new TypeError(`there is no id in ${body}`);
  return id;
}

function pollsOf(random: Random, count: number): NonNullable<Content['observations']> {
  return Array.from({ length: count }, () => ({
    storeId: random.pick(STORES),
    at: START + random.integer(0, POLLS) * POLL,
    active: random.chance(0.5),
  }));
}

/** Hours for at least one weekday. */
function weekOf(random: Random): NaiveWeek {
  const days = [0, 1, 2, 3, 4, 5, 6].filter((day) => day === 0 || random.chance(0.7));
  return days.map((dayOfWeek) => ({ dayOfWeek, ...openingOf(random) }));
}

/** Some end on the next day. */
function openingOf(random: Random): NaiveOpening {
  return {
    opens: random.integer(0, 23) * HOUR + 15 * MINUTE,
    closes: random.integer(0, 23) * HOUR + 45 * MINUTE,
  };
}

function specialDayOf(random: Random, storeId: string) {
  return { storeId, date: dateOf(random), rows: random.chance(0.7) ? [openingOf(random)] : [] };
}

function closureOf(random: Random, storeId: string) {
  const from = START + random.integer(0, POLLS) * POLL;
  return { storeId, from, to: from + random.integer(1, 300) * MINUTE };
}

/** A date in the week of the observations or just beside it. */
function dateOf(random: Random): string {
  return new Date(START / 1000 + random.integer(-3, 11) * DAY_MS).toISOString().slice(0, 10);
}

/** From when a version is in force; half of them from the beginning. */
function maybeDate(random: Random): { readonly from?: string } {
  return random.chance(0.5) ? { from: dateOf(random) } : {};
}
