import type { Circus } from '@jest/types';
import CleaningEnvironment from '../support/environment';

/** Skips what comes after the first failure: one is enough to notice a mutant, and others may wait for what never comes. */
export default class FirstFailure extends CleaningEnvironment {
  private hasFailed = false;

  handleTestEvent(event: Circus.Event): void {
    if (event.name === 'test_done' && event.test.errors.length > 0) this.hasFailed = true;
    if (event.name === 'test_start' && this.hasFailed) event.test.mode = 'skip';
  }
}
