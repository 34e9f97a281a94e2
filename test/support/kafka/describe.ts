import { describeUnless } from '../describe-unless';
import { missingForKafka } from './programs';

/** Tests with a real broker; skipped if none can be run. */
export function describeWithKafka(name: string, tests: () => void): void {
  describeUnless(missingForKafka(), name, tests);
}
