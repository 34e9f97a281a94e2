import { ByParameter } from '../../http/validation/grouping';
import { ChoiceParameter, LostSalesParameter, PageQuery } from '../../http/validation/parameters';

const FORMATS = ['json', 'csv'] as const;

/** The query of `GET /reports/{report_id}/groups`. */
export class ReportGroupsQuery extends PageQuery {
  @ByParameter({ required: true })
  by!: string[];

  @ChoiceParameter(FORMATS, { default: 'json', example: 'csv', description: 'CSV has all groups, not in pages' })
  format: (typeof FORMATS)[number] = 'json';

  @LostSalesParameter()
  lost_sales = false;
}
