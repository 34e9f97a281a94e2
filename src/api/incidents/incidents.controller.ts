import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { termsOf } from '../../calculator/figures/terms';
import { CodedError } from '../../common/coded-error';
import { withDefaults } from '../../fleet/default-range';
import type { IncidentQuery } from '../../fleet/incidents/incident';
import { Incidents } from '../../fleet/incidents/incidents';
import { idIn, matchPosition } from '../../fleet/pages';
import { type ServiceSettings, SETTINGS } from '../../platform/config/settings';
import { StoreAttributes } from '../../stores/attributes/store-attributes';
import { StoreGroups } from '../../stores/attributes/store-groups';
import { StoreFinder } from '../../stores/finding/store-finder';
import { StoresService } from '../../stores/stores.service';
import { Needs } from '../http/access/access';
import { exactJson } from '../http/exact-json';
import { ApiProblems, ApiServerProblems } from '../http/problems/api-problems';
import { cursorAfter, readCursor } from '../http/validation/cursor';
import { requestedTerms } from '../http/validation/terms';
import { IncidentPageDto, IncidentStoresDto, toIncidentPage, toIncidentStores } from './incidents.dto';
import { IncidentIdParameter, IncidentsQuery, withinIn } from './incidents.query';

/** The range, which stays the same from page to page, then a number by which the list is ordered, and an id. */
const POSITION = /^(-?\d{1,16}) (-?\d{1,16}) (-?\d{1,16}) (\S*)$/;

/** A page of a list, and the cursor of the next one; null on the last. */
interface Page<Item> {
  readonly items: Item[];
  readonly next: string | null;
}

@ApiTags('outages')
@Controller('incidents')
export class IncidentsController {
  constructor(
    private readonly incidents: Incidents,
    private readonly groups: StoreGroups,
    private readonly finder: StoreFinder,
    private readonly stores: StoresService,
    private readonly attributes: StoreAttributes,
    @Inject(SETTINGS) private readonly settings: ServiceSettings,
  ) {}

  @Get()
  @Needs('read')
  @ApiOperation({
    operationId: 'listIncidents',
    summary: 'Outages of a group that began together',
    description:
      'When far more stores of a group than usual went down within a short time. Groups are by time zone, or by the attributes that the stores have now. The latest first.',
  })
  @ApiResponse({ status: 200, type: IncidentPageDto })
  @ApiProblems('invalid_range', 'range_too_long', 'unknown_attribute', 'too_many_groups', 'observations_dropped')
  @ApiServerProblems()
  async list(@Query() query: IncidentsQuery, @Res() response: Response): Promise<void> {
    const { search, list, after } = await this.searchFor('incidents', query);
    const found = await this.incidents.of(search);
    const { items, next } = pageOf(found, query.limit, search, list, after, ({ from, id }) => [-from, id]);
    response.type('json').send(exactJson(toIncidentPage(search, items, next)));
  }

  @Get(':incident_id/stores')
  @Needs('read')
  @ApiOperation({
    operationId: 'listIncidentStores',
    summary: 'The stores of an incident',
    description: 'With the parameters with which it was listed. Those that lost the most business time come first.',
  })
  @ApiResponse({ status: 200, type: IncidentStoresDto })
  @ApiProblems(
    ...(['incident_not_found', 'invalid_range', 'range_too_long', 'unknown_attribute'] as const),
    ...(['too_many_groups', 'observations_dropped'] as const),
  )
  @ApiServerProblems()
  async listStores(
    @Param() { incident_id: id }: IncidentIdParameter,
    @Query() query: IncidentsQuery,
    @Res() response: Response,
  ): Promise<void> {
    const { search, list, after } = await this.searchFor(`stores of ${id}`, query);
    const incident = (await this.incidents.of(search)).find((each) => each.id === id);
    if (!incident) throw new CodedError('incident_not_found');
    const { items, next } = pageOf(incident.stores, query.limit, search, list, after, ({ lost, storeId }) => [
      -lost,
      storeId,
    ]);
    const attributes = await this.attributes.of(items.map(({ storeId }) => storeId));
    response.type('json').send(exactJson(toIncidentStores(search, incident, items, attributes, next)));
  }

  /** Resolves a query, over its own range or that of its cursor. */
  private async searchFor(name: string, query: IncidentsQuery) {
    const by = await this.groups.resolve(query.by);
    const filter = await this.finder.filter(query);
    const limits = { times: Number(query.times), atLeast: query.at_least };
    const terms = termsOf(requestedTerms(query), this.settings);
    const found = { by, filter, within: withinIn(query.within) ?? NaN, limits, terms };
    const list = `${name} ${JSON.stringify(found)}`;
    const [, from, to, place, id] = matchPosition(readCursor(list, query.cursor), POSITION) ?? [];
    const range =
      id === undefined
        ? await withDefaults({ from: query.from, to: query.to }, this.stores)
        : { from: Number(from), to: Number(to) };
    if (range.from >= range.to) throw new CodedError('invalid_range');
    const search: IncidentQuery = { range, ...found };
    return { search, list, after: id === undefined ? undefined : ([Number(place), idIn(id)] as const) };
  }
}

/** The items of a list after a position; each item has a position of its own, by which the list is ordered. */
function pageOf<Item>(
  all: readonly Item[],
  limit: number,
  { range }: IncidentQuery,
  list: string,
  after: readonly [number, string] | undefined,
  positionOf: (item: Item) => readonly [number, string],
): Page<Item> {
  const isAfter = (item: Item) => {
    if (!after) return true;
    const [place, id] = positionOf(item);
    return place > after[0] || (place === after[0] && id > after[1]);
  };
  const first = all.findIndex(isAfter);
  const items = first < 0 ? [] : all.slice(first, first + limit);
  const last = items.at(-1);
  if (!last || first + limit >= all.length) return { items, next: null };
  return { items, next: cursorAfter(list, `${range.from} ${range.to} ${positionOf(last).join(' ')}`) };
}
