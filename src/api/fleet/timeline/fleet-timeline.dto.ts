import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { StepFigures, Steps } from '../../../calculator/figures/step-figures';
import { formatTimestamp } from '../../../common/timestamp';
import type { TimelineGroup } from '../../../fleet/timeline/fleet-timeline';
import type { Grouping } from '../../../stores/attributes/store-groups';
import type { ExactJson } from '../../http/exact-json';
import { GROUP_KEY, namedKey } from '../../http/validation/grouping';

const COUNT = { type: 'integer', minimum: 0 } as const;
const MICROS = { ...COUNT, format: 'int64' } as const;

export class TimelineStepDto {
  @ApiProperty({ format: 'date-time', example: '2024-10-01T00:00:00.000000Z' })
  from!: string;

  @ApiProperty({ ...COUNT, example: 3012, description: 'Stores with scheduled time within the step.' })
  stores_open!: number;

  @ApiProperty({ ...COUNT, example: 1201, description: 'Stores with downtime within the step.' })
  stores_down!: number;

  @ApiProperty({ ...COUNT, example: 0, description: 'Stores with unknown time within the step.' })
  stores_unknown!: number;

  @ApiProperty({ ...MICROS, example: 7_012_000_000_000 })
  uptime_us!: number;

  @ApiProperty({ ...MICROS, example: 3_600_000_000_000 })
  downtime_us!: number;

  @ApiProperty({ ...MICROS, example: 0 })
  unknown_us!: number;

  @ApiProperty({ ...MICROS, example: 0 })
  excluded_us!: number;
}

export class TimelineGroupDto {
  @ApiProperty(GROUP_KEY)
  key!: Record<string, string | null>;

  @ApiProperty({ type: [TimelineStepDto] })
  steps!: TimelineStepDto[];
}

export class FleetTimelineDto {
  @ApiProperty({ format: 'date-time', example: '2024-10-01T00:00:00.000000Z' })
  from!: string;

  @ApiProperty({ format: 'date-time', example: '2024-10-08T00:00:00.000000Z' })
  to!: string;

  @ApiProperty({ example: '1h' })
  step!: string;

  @ApiPropertyOptional({ type: [TimelineStepDto], description: 'All stores together; absent in groups.' })
  steps?: TimelineStepDto[];

  @ApiPropertyOptional({ type: [String], example: ['region'], description: 'By what the groups are, if any.' })
  by?: string[];

  @ApiPropertyOptional({ type: [TimelineGroupDto], description: 'By their keys; those without a value come last.' })
  groups?: TimelineGroupDto[];
}

export function toFleetTimeline(steps: Steps, step: string, by: Grouping, groups: readonly TimelineGroup[]): ExactJson {
  const range = { from: formatTimestamp(steps.from), to: formatTimestamp(steps.to), step };
  if (by.length > 0) {
    const shown = groups.map(({ key, figures }) => ({ key: namedKey(by, key), steps: toSteps(steps, figures) }));
    return { ...range, by, groups: shown };
  }
  return { ...range, steps: groups.flatMap(({ figures }) => toSteps(steps, figures)) };
}

function toSteps({ from, step }: Steps, figures: StepFigures): ExactJson[] {
  const { storesOpen, storesDown, storesUnknown, uptime, downtime, unknown, excluded } = figures;
  return Array.from(storesOpen, (open, index) => ({
    from: formatTimestamp(from + index * step),
    stores_open: open,
    stores_down: storesDown[index] ?? 0,
    stores_unknown: storesUnknown[index] ?? 0,
    uptime_us: uptime.at(index),
    downtime_us: downtime.at(index),
    unknown_us: unknown.at(index),
    excluded_us: excluded.at(index),
  }));
}
