import { Catch } from '@nestjs/common';
import type { Response } from 'express';
import { Refusals } from '../../access/audit/refusals';
import type { CodedError } from '../../common/coded-error';
import { actOf } from '../http/access/caller';
import { ProblemFilter } from '../http/problems/problem.filter';

/** Whoever logs in at a provider looks at a page, not at an API: errors lead back to the log-in, which says what went wrong. */
@Catch()
export class LogInFilter extends ProblemFilter {
  constructor(refusals: Refusals) {
    super((request, code) => {
      refusals.note(actOf(request), code);
    });
  }

  /** Only the code is passed on, so that no link can put words on the page. */
  protected override answer({ code }: CodedError, response: Response): void {
    response.redirect(302, `/#/?log_in_error=${code}`);
  }
}
