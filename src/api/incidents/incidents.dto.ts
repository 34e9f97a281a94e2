import { ApiProperty } from '@nestjs/swagger';
import { formatTimestamp } from '../../common/timestamp';
import type { Interval } from '../../calculator/instants';
import type { Incident, IncidentQuery, IncidentStore } from '../../fleet/incidents/incident';
import type { ShownAttributes } from '../../stores/attributes/store-attributes';
import type { ExactJson } from '../http/exact-json';
import { GROUP_KEY, namedKey } from '../http/validation/grouping';
import { STORE_NAME } from '../http/validation/parameters';

const COUNT = { type: 'integer', minimum: 0 } as const;
const MICROS = { ...COUNT, format: 'int64' } as const;
const SHARE = { type: 'number', minimum: 0, maximum: 1 } as const;
const INSTANT = { format: 'date-time', example: '2024-10-07T23:04:12.000000Z' } as const;
const END = {
  type: String,
  format: 'date-time',
  nullable: true,
  example: '2024-10-08T01:12:00.000000Z',
} as const;
const NEXT_CURSOR = { type: String, nullable: true, description: 'For the next page; null on the last one.' } as const;

export class InCommonDto {
  @ApiProperty({ example: 'platform', description: 'An attribute, or timezone.' })
  attribute!: string;

  @ApiProperty({ example: 'doordash' })
  value!: string;

  @ApiProperty({ ...SHARE, example: 1, description: 'The share of its stores that have it.' })
  share!: number;

  @ApiProperty({ ...SHARE, example: 0.3, description: 'The share of all stores that have it.' })
  share_of_fleet!: number;
}

export class IncidentDto {
  @ApiProperty({
    example: '9f86d081884c7d65',
    description: 'The same for the same group and beginning, whatever the range.',
  })
  incident_id!: string;

  @ApiProperty(GROUP_KEY)
  key!: Record<string, string | null>;

  @ApiProperty({ ...INSTANT, description: 'When the first of its stores went down.' })
  from!: string;

  @ApiProperty({
    ...INSTANT,
    description: 'When the last of its stores went down.',
  })
  last_down_at!: string;

  @ApiProperty({ ...END, description: 'When nine in ten of its stores were up again; null: they are not.' })
  to!: string | null;

  @ApiProperty({ example: false, description: 'Whether fewer than nine in ten were up again at the end of the range.' })
  ongoing!: boolean;

  @ApiProperty({ ...COUNT, example: 1201, description: 'How many stores went down.' })
  stores!: number;

  @ApiProperty({
    ...COUNT,
    example: 120,
    description: 'How many go down in the worst hour (within) of an ordinary day.',
  })
  usual_stores!: number;

  @ApiProperty({ ...COUNT, example: 3002, description: 'How many stores of the group were open while they went down.' })
  stores_open!: number;

  @ApiProperty({ ...SHARE, example: 0.4, description: 'The share of these that went down.' })
  share_of_open!: number;

  @ApiProperty({ ...COUNT, example: 0, description: 'How many are still down at the end of the range.' })
  stores_still_down!: number;

  @ApiProperty({ ...MICROS, example: 7_012_000_000_000, description: 'Business time that they lost within the range.' })
  business_us!: number;

  @ApiProperty({ type: [InCommonDto], description: 'What far more of its stores have than of all stores.' })
  in_common!: InCommonDto[];
}

export class IncidentPageDto {
  @ApiProperty({ format: 'date-time', example: '2024-10-01T00:00:00.000000Z' })
  from!: string;

  @ApiProperty({ format: 'date-time', example: '2024-10-08T00:00:00.000000Z' })
  to!: string;

  @ApiProperty({ type: [String], example: ['timezone'], description: 'By what the groups are.' })
  by!: string[];

  @ApiProperty({ type: [IncidentDto], description: 'The latest first.' })
  incidents!: IncidentDto[];

  @ApiProperty(NEXT_CURSOR)
  next_cursor!: string | null;
}

export class IncidentStoreDto {
  @ApiProperty({ example: '42' })
  store_id!: string;

  @ApiProperty(STORE_NAME)
  name!: string | null;

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    example: { brand: 'Taco Town', region: 'West' },
    description: 'Values by attribute, as it was first written.',
  })
  attributes!: Readonly<Record<string, string>>;

  @ApiProperty({ ...INSTANT, description: 'When it went down: the first business time that it lost.' })
  from!: string;

  @ApiProperty({ ...END, description: 'The next active observation; null if there is none within the range.' })
  to!: string | null;

  @ApiProperty({ ...MICROS, example: 4_120_000_000, description: 'Business time that it lost within the range.' })
  business_us!: number;
}

export class IncidentStoresDto {
  @ApiProperty({ type: IncidentDto })
  incident!: IncidentDto;

  @ApiProperty({ type: [IncidentStoreDto], description: 'Those that lost the most first; of several, by store_id.' })
  stores!: IncidentStoreDto[];

  @ApiProperty(NEXT_CURSOR)
  next_cursor!: string | null;
}

export function toIncidentPage(
  { range, by }: IncidentQuery,
  incidents: readonly Incident[],
  next: string | null,
): ExactJson {
  const shown = incidents.map((incident) => toIncident(by, incident));
  return { ...rangeOf(range), by, incidents: shown, next_cursor: next };
}

export function toIncidentStores(
  { by }: IncidentQuery,
  incident: Incident,
  stores: readonly IncidentStore[],
  attributes: ReadonlyMap<string, ShownAttributes>,
  next: string | null,
): ExactJson {
  const shown = stores.map(({ storeId, from, to, lost }) => ({
    store_id: storeId,
    name: attributes.get(storeId)?.name ?? null,
    attributes: attributes.get(storeId)?.attributes ?? {},
    from: formatTimestamp(from),
    to: to === undefined ? null : formatTimestamp(to),
    business_us: lost,
  }));
  return { incident: toIncident(by, incident), stores: shown, next_cursor: next };
}

function toIncident(by: IncidentQuery['by'], incident: Incident): ExactJson {
  const { storesOpen, stores } = incident;
  return {
    incident_id: incident.id,
    key: namedKey(by, incident.key),
    from: formatTimestamp(incident.from),
    last_down_at: formatTimestamp(incident.lastDownAt),
    to: incident.to === undefined ? null : formatTimestamp(incident.to),
    ongoing: incident.to === undefined,
    stores: stores.length,
    usual_stores: incident.usual,
    stores_open: storesOpen,
    share_of_open: stores.length / storesOpen,
    stores_still_down: incident.stillDown,
    business_us: incident.lost,
    in_common: incident.inCommon.map(({ attribute, value, share, shareOfFleet }) => ({
      ...{ attribute, value, share, share_of_fleet: shareOfFleet },
    })),
  };
}

function rangeOf({ from, to }: Interval) {
  return { from: formatTimestamp(from), to: formatTimestamp(to) };
}
