import { Catch, Inject } from '@nestjs/common';
import type { Response } from 'express';
import { Refusals } from '../../access/audit/refusals';
import type { CodedError } from '../../common/coded-error';
import { type Settings, SETTINGS } from '../../platform/config/settings';
import { actOf } from '../http/access/caller';
import { ProblemFilter } from '../http/problems/problem.filter';

/** Whoever logs in at a provider looks at a page, not at an API: errors lead back to the log-in, which says what went wrong. */
@Catch()
export class LogInFilter extends ProblemFilter {
  constructor(
    refusals: Refusals,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {
    super((request, code) => {
      refusals.note(actOf(request), code);
    });
  }

  /** Only the code is passed on, so that no link can put words on the page. */
  protected override answer({ code }: CodedError, response: Response): void {
    response.redirect(302, `${this.settings.BASE_PATH}/#/?log_in_error=${code}`);
  }
}
