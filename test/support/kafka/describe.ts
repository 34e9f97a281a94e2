import { missingForKafka } from './programs';

/** Tests with a real broker; skipped, with the reason printed, if none can be run. */
export function describeWithKafka(name: string, tests: () => void): void {
  const missing = missingForKafka();
  if (missing !== undefined) process.stderr.write(`${name}: skipped, since no Kafka can be run here: ${missing}.\n`);
  (missing === undefined ? describe : describe.skip)(name, tests);
}
